import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { lockUnchanged } from '../data/accounts.js';
import { deleteSessions } from '../data/sessions.js';
import { OwnPassword } from '../domain/account-rules.js';
import { requirePassword } from '../use-cases/require-account.js';

/** The password is asked for, so that whoever holds a stolen token cannot shut the owner out with it. */
export function endOtherSessions({ database }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/auth/sessions',
    summary: "End the caller's sessions, all but this one",
    tag: 'auth',
    access: 'signedIn',
    body: z.strictObject({ password: OwnPassword }),
    status: 204,
    errors: ['forbidden'],
    async handle({ caller, body, request }) {
      const account = await requirePassword(database, { caller, request }, body.password);
      await database.transaction(async ({ manager }) => {
        await lockUnchanged(manager, account);
        await deleteSessions(manager, account.id, caller.sessionId);
      });
    },
  });
}
