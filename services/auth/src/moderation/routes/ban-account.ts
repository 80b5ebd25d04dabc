import { Id } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { keepOut } from '../use-cases/impose-sanction.js';
import { Reason, SanctionView } from '../views/sanction-views.js';

export function banAccount(context: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/auth/accounts/{userId}/ban',
    summary: 'Keep somebody out for good: their sessions end, and they are told why',
    tag: 'moderation',
    access: { roles: ['admin'] },
    params: z.object({ userId: Id }),
    body: z.strictObject({ reason: Reason }),
    answer: SanctionView,
    errors: ['not_found'],
    handle: ({ caller, params, body }) => keepOut(context, caller, params.userId, { ...body, days: undefined }),
  });
}
