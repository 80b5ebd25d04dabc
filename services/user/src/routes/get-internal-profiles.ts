import { getProfiles, IdList } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { READERS } from '../context.js';
import { toRecord } from '../views/profiles.js';

/** For services that have not received an event of these profiles yet. */
export function getInternalProfiles({ profiles }: Context): Route {
  return defineRoute({
    method: 'get',
    path: getProfiles.path,
    summary: 'Read profiles by their ids',
    tag: 'internal',
    access: { services: READERS },
    query: z.strictObject({ ids: IdList }),
    answer: getProfiles.answer,
    async handle({ query }) {
      const found = await profiles.find(query.ids);
      return { items: found.map(toRecord) };
    },
  });
}
