import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { block, endBlockedFollow } from '../data/graph.js';
import { refuseSelf } from '../domain/relation.js';
import { UserPath } from '../domain/views.js';
import { changeBetween } from '../people.js';

export function putBlock(context: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/users/{userId}/block',
    summary: 'Block somebody: you two no longer exist for each other',
    tag: 'Graph',
    access: 'signedIn',
    params: UserPath,
    status: 204,
    errors: ['not_found', 'forbidden'],
    async handle({ caller, params }) {
      refuseSelf('block', caller.userId, params.userId);
      await changeBetween(context, caller.userId, params.userId, block);
      // Theirs is another transaction. Should a crash come between, the event of the block brings it about.
      await context.database.transaction((tx) => endBlockedFollow(tx, caller.userId, params.userId));
    },
  });
}
