import { Id } from '@townsquare/contracts';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { findAccount } from '../../identity/data/accounts.js';
import { listSanctions } from '../data/sanctions.js';
import { StandingView, toStandingView } from '../views/sanction-views.js';

export function getStanding({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/auth/accounts/{userId}',
    summary: 'Get the roles and sanctions of an account',
    tag: 'moderation',
    access: { roles: ['admin', 'moderator'] },
    params: z.object({ userId: Id }),
    answer: StandingView,
    errors: ['not_found'],
    async handle({ params: { userId } }) {
      const account = await findAccount(database.manager, { id: userId });
      if (!account) throw notFound('account');
      return toStandingView(account, await listSanctions(database.manager, userId));
    },
  });
}
