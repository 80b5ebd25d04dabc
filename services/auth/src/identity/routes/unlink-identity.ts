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
    description: 'An account without a password keeps at least one provider.',
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
        // Locked, so that two requests at the same moment cannot unlink the last two providers.
        const account = await lockAccount(manager, id);
        const identities = await findIdentities(manager, id);
        const unlinked = identities.find(({ provider }) => provider === params.provider);
        if (!unlinked) throw notFound('identity');
        if (identities.length === 1 && !account?.passwordHash)
          throw conflict('You could no longer sign in to the account: choose a password first.');
        requireUnchanged(shown, account);
        await deleteIdentities(manager, id, unlinked.provider);
        // The other sessions may belong to a person who signed in with that provider.
        await renewCredentials(manager, id, 'identityUnlinked', caller.sessionId);
        await queueMail(manager, 'identityUnlinked', email, id);
      });
      wakeMail();
    },
  });
}
