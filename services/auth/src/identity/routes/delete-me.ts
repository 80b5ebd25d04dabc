import { userDeleted } from '@townsquare/contracts';
import { AppError, defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { lockUnchanged, removeAccount } from '../data/accounts.js';
import { insertDeletion } from '../data/deletions.js';
import { endSessions } from '../data/sessions.js';
import { OwnPassword } from '../domain/account-rules.js';
import { requirePassword } from '../use-cases/require-account.js';
import { DeletionView, toDeletionView } from '../views/account-views.js';

export function deleteMe({ database, usernameKeptDays }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/auth/me',
    summary: "Delete the caller's account, and with it everything that they made",
    description: 'The account is gone at once; the other services remove what they hold shortly after.',
    tag: 'auth',
    access: 'signedIn',
    body: z.strictObject({ password: OwnPassword }),
    status: 202,
    answer: DeletionView,
    errors: ['forbidden'],
    async handle({ caller, body, request }) {
      const account = await requirePassword(database, { caller, request }, body.password);
      const userId = account.id;
      return database.transaction(async (tx) => {
        await lockUnchanged(tx.manager, account);
        const version = await removeAccount(tx, userId, usernameKeptDays);
        if (version === null) throw new AppError('unauthenticated');
        await endSessions(tx.manager, userId);
        const deletion = await insertDeletion(tx, userId);
        tx.publish(userDeleted, { id: userId, version }, { userId });
        return toDeletionView(deletion);
      });
    },
  });
}
