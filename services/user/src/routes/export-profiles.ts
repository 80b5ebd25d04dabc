import { exportProfiles as definition } from '@townsquare/contracts';
import { exportRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { profilesInOrder } from '../data/profile-store.js';
import { toRecord } from '../domain/profile.js';
import { READERS } from './readers.js';

/** Everybody's profile, for services that rebuild or prove what they derive from them. */
export function exportProfiles({ database }: Context): Route {
  const read = async (rows: Parameters<typeof profilesInOrder>[1]) =>
    (await database.transaction(({ manager }) => profilesInOrder(manager, rows))).map(toRecord);
  return exportRoute(definition, READERS, read, ({ userId }) => userId);
}
