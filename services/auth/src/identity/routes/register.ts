import { ATTEMPTS, userRegistered } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { queueMail } from '../../mail/data/mails.js';
import { insertAccount } from '../data/accounts.js';
import { Email, FullName, NewPassword, Username } from '../domain/account-rules.js';
import { hashPassword, refusePersonalPassword } from '../domain/passwords.js';
import { AccountView, toAccountView } from '../views/account-views.js';

export function register({ database, wakeMail }: Context): Route {
  return defineRoute({
    ...ATTEMPTS.register,
    summary: 'Open an account',
    tag: 'auth',
    access: 'public',
    body: z.strictObject({ username: Username, email: Email, password: NewPassword, fullName: FullName }),
    status: 201,
    answer: AccountView,
    errors: ['conflict'],
    creates: true,
    async handle({ body: { password, ...names }, once }) {
      refusePersonalPassword('password', password, names);
      // Outside the transaction, which would hold a connection while the hash waits for a core.
      const passwordHash = await hashPassword(password);
      const view = await once(database, async (tx) => {
        const account = await insertAccount(tx, {
          ...names,
          emailVerified: false,
          passwordHash,
          oauthProvider: 'local',
        });
        await queueMail(tx.manager, 'verifyEmail', account.email, account.id);
        const view = toAccountView(account);
        const { userId, username, fullName, createdAt } = view;
        tx.publish(userRegistered, { id: userId, version: 1 }, { userId, username, fullName, createdAt });
        return view;
      });
      wakeMail();
      return view;
    },
  });
}
