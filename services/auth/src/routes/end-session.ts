import { Id } from '@townsquare/contracts';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { endSession, findSession } from '../data/sessions.js';

export function endOneSession({ database }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/auth/sessions/{sessionId}',
    summary: "End one of the caller's sessions",
    tag: 'auth',
    access: 'signedIn',
    params: z.object({ sessionId: Id }),
    status: 204,
    errors: ['not_found'],
    async handle({ caller, params: { sessionId } }) {
      await database.transaction(async ({ manager }) => {
        if (!(await findSession(manager, caller.userId, sessionId))) throw notFound('session');
        await endSession(manager, sessionId);
      });
    },
  });
}
