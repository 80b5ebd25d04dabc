import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { requireAccount } from '../use-cases/require-account.js';
import { AccountView, toAccountView } from '../views/account-views.js';

export function getMe({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/auth/me',
    summary: "Get the caller's account",
    tag: 'auth',
    access: 'signedIn',
    answer: AccountView,
    async handle({ caller }) {
      return toAccountView(await requireAccount(database.manager, caller));
    },
  });
}
