import { type AppError, conflict, defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { queueMail } from '../../mail/data/mails.js';
import { lockUnchanged } from '../data/accounts.js';
import { findSecondFactor, markSecondFactorConfirmed, replaceRecoveryCodes } from '../data/second-factors.js';
import { SecondFactorCode } from '../domain/account-rules.js';
import { newRecoveryCodes } from '../domain/second-factor.js';
import { requireAccount } from '../use-cases/require-account.js';
import { RecoveryCodesView } from '../views/account-views.js';

export function confirmSecondFactor({ database, secondFactors, wakeMail }: Context): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/auth/me/second-factor/confirm',
    summary: 'Turn the second factor on with a first code; every later log-in needs a code',
    tag: 'auth',
    access: 'signedIn',
    body: z.strictObject({ code: SecondFactorCode }),
    answer: RecoveryCodesView,
    errors: ['forbidden', 'conflict'],
    async handle({ caller, body }) {
      const account = await requireAccount(database.manager, caller);
      const factor = await findSecondFactor(database.manager, account.id);
      if (!factor || factor.isConfirmed) throw nothingToConfirm();
      await secondFactors.require(account, body.code);
      const recoveryCodes = newRecoveryCodes();
      await database.transaction(async ({ manager }) => {
        await lockUnchanged(manager, account);
        if (!(await markSecondFactorConfirmed(manager, account.id, factor.secret))) throw nothingToConfirm();
        await replaceRecoveryCodes(manager, account.id, recoveryCodes);
        await queueMail(manager, 'secondFactorOn', account.email, account.id);
      });
      wakeMail();
      return { recoveryCodes };
    },
  });
}

function nothingToConfirm(): AppError {
  return conflict('No second factor is being set up.');
}
