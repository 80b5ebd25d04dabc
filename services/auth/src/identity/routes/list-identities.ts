import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { findIdentities } from '../data/identities.js';
import { IdentityView, toIdentityView } from '../views/account-views.js';

export function listIdentities({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/auth/me/identities',
    summary: "List the providers that the caller's account is linked to",
    tag: 'auth',
    access: 'signedIn',
    answer: z.object({ items: z.array(IdentityView) }),
    async handle({ caller }) {
      return { items: (await findIdentities(database.manager, caller.userId)).map(toIdentityView) };
    },
  });
}
