import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { suggestPeople } from '../reading/suggestions.js';
import { SuggestedPersonView } from '../views/profiles.js';

const Query = z.strictObject({ limit: z.coerce.number().int().min(1).max(50).default(10) });

export function listSuggestedPeople(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/suggestions/people',
    summary: 'List users whom you may want to follow',
    description:
      'First the users whom those follow whom you follow, then the most followed. Without users whom you follow, have asked ' +
      'to follow, have muted or have dismissed, and without blocks between you.',
    tag: 'graph',
    access: 'signedIn',
    query: Query,
    answer: z.object({ items: z.array(SuggestedPersonView) }),
    handle: async ({ query, caller }) => ({ items: await suggestPeople(context, caller.userId, query.limit) }),
  });
}
