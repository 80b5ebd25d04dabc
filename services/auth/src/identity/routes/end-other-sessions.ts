import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { lockUnchanged } from '../data/accounts.js';
import { deleteSessions } from '../data/sessions.js';
import { OwnPassword } from '../domain/account-rules.js';
import { requirePassword } from '../use-cases/require-account.js';

/** Asks for the password, so that the holder of a stolen token cannot end the sessions of the owner. */
export function endOtherSessions({ database }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/auth/sessions',
    summary: 'End all other sessions of the caller',
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
