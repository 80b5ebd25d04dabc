import { conflict, defineRoute, notFound, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { queueMail } from '../../mail/data/mails.js';
import { lockAccount, requireUnchanged } from '../data/accounts.js';
import { renewCredentials } from '../data/credentials.js';
import { deleteIdentities, findIdentities } from '../data/identities.js';
import { OwnPassword } from '../domain/account-rules.js';
import { requirePassword } from '../use-cases/require-account.js';
import { ProviderParams } from '../use-cases/sign-in-flow.js';

export function unlinkIdentity({ database, wakeMail }: Context): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/auth/me/identities/{provider}',
    summary: "Unlink the caller's account from a provider; every other session ends",
    description: 'Not the last way in: an account that has no password stays linked to one provider at least.',
    tag: 'auth',
    access: 'signedIn',
    params: ProviderParams,
    body: z.strictObject({ password: OwnPassword }),
    status: 204,
    errors: ['forbidden', 'not_found', 'conflict'],
    async handle({ caller, params, body: { password }, request }) {
      const shown = await requirePassword(database, { caller, request }, password);
      const { id, email } = shown;
      await database.transaction(async ({ manager }) => {
        // Locked, so that of two ways in that are unlinked at the same moment one stays.
        const account = await lockAccount(manager, id);
        const identities = await findIdentities(manager, id);
        const unlinked = identities.find(({ provider }) => provider === params.provider);
        if (!unlinked) throw notFound('identity');
        if (identities.length === 1 && !account?.passwordHash)
          throw conflict('This is the only way in to the account: choose a password first.');
        requireUnchanged(shown, account);
        await deleteIdentities(manager, id, unlinked.provider);
        // They may be of whoever came in by that provider.
        await renewCredentials(manager, id, 'identityUnlinked', caller.sessionId);
        await queueMail(manager, 'identityUnlinked', email, id);
      });
      wakeMail();
    },
  });
}
