import { type Account, getAccount as call, Id } from '@townsquare/contracts';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { findAccount } from '../data/accounts.js';

/** For the user service, which makes the profile of an account whose event it has not received yet. */
export function getAccount({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: call.path,
    summary: 'Get an account by its id',
    tag: 'internal',
    access: { services: ['user'] },
    params: z.object({ userId: Id }),
    answer: call.answer,
    async handle({ params: { userId } }): Promise<Account> {
      const account = await findAccount(database.manager, { id: userId });
      if (!account) throw notFound('account');
      const { username, fullName, createdAt } = account;
      return { userId, username, fullName, createdAt: createdAt.toISOString() };
    },
  });
}
