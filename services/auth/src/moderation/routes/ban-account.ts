import { Id } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { imposeSanction } from '../use-cases/impose-sanction.js';
import { Reason, SanctionView } from '../views/sanction-views.js';

export function banAccount(context: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/auth/accounts/{userId}/ban',
    summary: 'Ban an account: its sessions end, and its owner gets the reason by mail',
    tag: 'moderation',
    access: { roles: ['admin'] },
    params: z.object({ userId: Id }),
    body: z.strictObject({ reason: Reason }),
    answer: SanctionView,
    errors: ['not_found'],
    handle: ({ caller, params, body }) => imposeSanction(context, caller, params.userId, { ...body, days: undefined }),
  });
}
