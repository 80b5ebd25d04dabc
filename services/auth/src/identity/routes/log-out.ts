import { ATTEMPTS } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { deleteSession, sessionOf } from '../data/sessions.js';
import { clearRefreshCookie, RefreshTokenForm, refreshTokenOf } from '../use-cases/token-delivery.js';

export function logOut(context: Context): Route {
  return defineRoute({
    ...ATTEMPTS.logOut,
    summary: 'Log out: end the session that a refresh token belongs to',
    description:
      'The response is the same whether or not the token is valid. With the cookie, the browser forgets it too.',
    tag: 'auth',
    access: 'public',
    body: RefreshTokenForm,
    status: 204,
    errors: ['forbidden'],
    async handle({ body, request, response }) {
      const token = refreshTokenOf(context, body, request);
      await context.database.transaction(async ({ manager }) => {
        const sessionId = token && (await sessionOf(manager, token));
        if (sessionId) await deleteSession(manager, sessionId);
      });
      if (body.tokenDelivery === 'cookie') clearRefreshCookie(context, { request, response });
    },
  });
}
