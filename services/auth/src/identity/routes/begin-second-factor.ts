import { conflict, defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { lockUnchanged } from '../data/accounts.js';
import { insertSecondFactor } from '../data/second-factors.js';
import { OwnPassword } from '../domain/account-rules.js';
import { enrolmentUri, newSecret } from '../domain/second-factor.js';
import { requirePassword } from '../use-cases/require-account.js';

const SecretView = z
  .object({
    secret: z.string().meta({ description: 'In base32, to type into an authenticator app' }),
    uri: z.string().meta({ description: 'An otpauth URI with the secret, for a QR code' }),
  })
  .meta({ id: 'SecondFactorSecret' });

export function beginSecondFactor({ database, secondFactors }: Context): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/auth/me/second-factor',
    summary: 'Begin to set up a second factor (TOTP)',
    description: 'The second factor is on once a first code is sent to `/api/v1/auth/me/second-factor/confirm`.',
    tag: 'auth',
    access: 'signedIn',
    body: z.strictObject({ password: OwnPassword }),
    answer: SecretView,
    errors: ['forbidden', 'conflict'],
    async handle({ caller, body, request }) {
      const account = await requirePassword(database, { caller, request }, body.password);
      if (account.secondFactor) throw conflict('The account already has a second factor.');
      const secret = newSecret();
      const sealed = secondFactors.seal(account.id, secret);
      await database.transaction(async ({ manager }) => {
        await insertSecondFactor(manager, await lockUnchanged(manager, account), sealed);
      });
      return { secret, uri: enrolmentUri(secret, account.username) };
    },
  });
}
