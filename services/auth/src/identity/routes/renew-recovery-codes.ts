import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { lockUnchanged } from '../data/accounts.js';
import { replaceRecoveryCodes } from '../data/second-factors.js';
import { OwnPassword, SecondFactorCode } from '../domain/account-rules.js';
import { newRecoveryCodes } from '../domain/second-factor.js';
import { requireSecondFactor } from '../use-cases/require-account.js';
import { RecoveryCodesView } from '../views/account-views.js';

export function renewRecoveryCodes(context: Context): Route {
  const { database } = context;
  return defineRoute({
    method: 'post',
    path: '/api/v1/auth/me/second-factor/recovery-codes',
    summary: 'Replace the recovery codes; the old ones become invalid',
    tag: 'auth',
    access: 'signedIn',
    body: z.strictObject({ password: OwnPassword, code: SecondFactorCode }),
    answer: RecoveryCodesView,
    errors: ['forbidden', 'conflict'],
    async handle({ caller, body, request }) {
      const account = await requireSecondFactor(context, { caller, request }, body);
      const recoveryCodes = newRecoveryCodes();
      await database.transaction(async ({ manager }) => {
        await lockUnchanged(manager, account);
        await replaceRecoveryCodes(manager, account.id, recoveryCodes);
      });
      return { recoveryCodes };
    },
  });
}
