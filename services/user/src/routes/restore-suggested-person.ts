import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { restoreSuggestion } from '../use-cases/change-graph.js';
import { UserPath } from '../views/profiles.js';

export function restoreSuggestedPerson({ database }: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/suggestions/people/{userId}',
    summary: 'Take back that you have dismissed a suggested user',
    tag: 'graph',
    access: 'signedIn',
    params: UserPath,
    status: 204,
    async handle({ caller, params }) {
      await database.transaction((tx) => restoreSuggestion(tx, caller.userId, params.userId));
    },
  });
}
