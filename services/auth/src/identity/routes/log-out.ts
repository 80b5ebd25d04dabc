import { ATTEMPTS } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { deleteSession, sessionOf } from '../data/sessions.js';

export function logOut({ database }: Context): Route {
  return defineRoute({
    ...ATTEMPTS.logOut,
    summary: 'Log out: end the session that a refresh token belongs to',
    description: 'The response is the same whether or not the token is valid.',
    tag: 'auth',
    access: 'public',
    body: z.strictObject({ refreshToken: z.string().min(1).max(500) }),
    status: 204,
    async handle({ body }) {
      await database.transaction(async ({ manager }) => {
        const sessionId = await sessionOf(manager, body.refreshToken);
        if (sessionId) await deleteSession(manager, sessionId);
      });
    },
  });
}
