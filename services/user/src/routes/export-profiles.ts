import { exportProfiles as definition } from '@townsquare/contracts';
import { exportRoute, type Route } from '@townsquare/kit';
import { type Context, READERS } from '../context.js';
import { profilesInOrder } from '../data/profiles.js';
import { toRecord } from '../views/profiles.js';

/** Every profile, for services that rebuild or check what they derive from profiles. */
export function exportProfiles({ database }: Context): Route {
  const read = async (rows: Parameters<typeof profilesInOrder>[1]) =>
    (await database.transaction(({ manager }) => profilesInOrder(manager, rows))).map(toRecord);
  return exportRoute(definition, READERS, read, ({ userId }) => userId);
}
