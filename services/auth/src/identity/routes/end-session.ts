import { Id } from '@townsquare/contracts';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { lockUnchanged } from '../data/accounts.js';
import { deleteSession, findSession } from '../data/sessions.js';
import { OwnPassword } from '../domain/account-rules.js';
import { requirePassword } from '../use-cases/require-account.js';

export function endSession({ database }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/auth/sessions/{sessionId}',
    summary: "End one of the caller's sessions",
    description: 'To end the current session without the password, log out.',
    tag: 'auth',
    access: 'signedIn',
    params: z.object({ sessionId: Id }),
    body: z.strictObject({ password: OwnPassword }),
    status: 204,
    errors: ['not_found', 'forbidden'],
    async handle({ caller, params: { sessionId }, body, request }) {
      const account = await requirePassword(database, { caller, request }, body.password);
      await database.transaction(async ({ manager }) => {
        await lockUnchanged(manager, account);
        if (!(await findSession(manager, account.id, sessionId))) throw notFound('session');
        await deleteSession(manager, sessionId);
      });
    },
  });
}
