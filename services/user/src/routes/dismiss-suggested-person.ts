import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { refuseSelf } from '../domain/relation.js';
import { changeBetween, dismissSuggestion } from '../use-cases/change-graph.js';
import { UserPath } from '../views/profiles.js';

export function dismissSuggestedPerson(context: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/suggestions/people/{userId}',
    summary: 'Dismiss a suggested user, whom you are not shown as a suggestion again',
    description: 'Only you can see it. `PUT` at the same path takes it back.',
    tag: 'graph',
    access: 'signedIn',
    params: UserPath,
    status: 204,
    errors: ['not_found', 'forbidden'],
    async handle({ caller, params }) {
      refuseSelf('dismiss', caller.userId, params.userId);
      await changeBetween(context, caller.userId, params.userId, dismissSuggestion);
    },
  });
}
