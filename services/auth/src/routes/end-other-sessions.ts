import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { endSessions } from '../data/sessions.js';

export function endOtherSessions({ database }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/auth/sessions',
    summary: "End the caller's sessions, all but this one",
    tag: 'auth',
    access: 'signedIn',
    status: 204,
    async handle({ caller }) {
      await database.transaction(({ manager }) => endSessions(manager, caller.userId, caller.sessionId));
    },
  });
}
