import { getProfiles } from '@townsquare/contracts';
import { type Route, recordsRoute } from '@townsquare/kit';
import { type Context, READERS } from '../context.js';
import { toRecord } from '../views/profiles.js';

/** For services that have not received an event of these profiles yet. */
export function getInternalProfiles({ profiles }: Context): Route {
  return recordsRoute(getProfiles, READERS, 'Read profiles by their ids', async (ids) =>
    (await profiles.find(ids)).map(toRecord),
  );
}
