import { getProfiles, IdList } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { toRecord } from '../domain/profile.js';
import { READERS } from './readers.js';

/** Profiles for services that have not seen them in an event yet. */
export function getInternalProfiles({ profiles }: Context): Route {
  return defineRoute({
    method: 'get',
    path: getProfiles.path,
    summary: 'Profiles by id',
    tag: 'Internal',
    access: { services: READERS },
    query: z.strictObject({ ids: IdList }),
    answer: getProfiles.answer,
    async handle({ query }) {
      const found = await profiles.find(query.ids);
      return { items: found.map(toRecord) };
    },
  });
}
