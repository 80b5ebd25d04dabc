import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { queueMail } from '../../mail/data/mails.js';
import { lockUnchanged } from '../data/accounts.js';
import { findIdentities, insertIdentity } from '../data/identities.js';
import { readProof, useProof } from '../data/sign-in-flows.js';
import { OwnPassword, ProviderCode } from '../domain/account-rules.js';
import { requirePassword } from '../use-cases/require-account.js';
import { IdentityView, toIdentityView } from '../views/account-views.js';

export function linkIdentity({ database, wakeMail }: Context): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/auth/me/identities',
    summary: "Link the caller's account to a provider, with the code from a sign-in there",
    tag: 'auth',
    access: 'signedIn',
    body: z.strictObject({ ...ProviderCode.shape, password: OwnPassword }),
    status: 201,
    answer: IdentityView,
    errors: ['invalid_token', 'forbidden', 'conflict'],
    async handle({ caller, body: { code, codeVerifier, password }, request }) {
      const account = await requirePassword(database, { caller, request }, password);
      const { id, email } = account;
      const identity = await readProof(database.manager, code, codeVerifier);
      const linked = await database.transaction(async ({ manager }) => {
        await lockUnchanged(manager, account);
        await useProof(manager, code);
        await insertIdentity(manager, account, identity);
        await queueMail(manager, 'identityLinked', email, id);
        return (await findIdentities(manager, id)).find(({ provider }) => provider === identity.provider)!;
      });
      wakeMail();
      return toIdentityView(linked);
    },
  });
}
