import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { refuseSelf } from '../domain/relation.js';
import { block, changeBetween, endBlockedFollow } from '../use-cases/change-graph.js';
import { UserPath } from '../views/profiles.js';

export function putBlock(context: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/users/{userId}/block',
    summary: 'Block a user: neither of you sees the other any more',
    tag: 'graph',
    access: 'signedIn',
    params: UserPath,
    status: 204,
    errors: ['not_found', 'forbidden'],
    async handle({ caller, params }) {
      refuseSelf('block', caller.userId, params.userId);
      await changeBetween(context, caller.userId, params.userId, block);
      // The other's follow ends in a transaction of its own. If a crash comes between, the event of the block does it.
      await context.database.transaction((tx) => endBlockedFollow(tx, caller.userId, params.userId));
    },
  });
}
