import { Id } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { MAX_DAYS } from '../domain/moderation-rules.js';
import { imposeSanction } from '../use-cases/impose-sanction.js';
import { Reason, SanctionView } from '../views/sanction-views.js';

export function suspendAccount(context: Context): Route {
  return defineRoute({
    method: 'put',
    path: '/api/v1/auth/accounts/{userId}/suspension',
    summary: 'Suspend an account for some days: its sessions end, and its owner gets the reason by mail',
    description: 'Replaces the sanction that the account has. Moderators may suspend for up to 30 days.',
    tag: 'moderation',
    access: { roles: ['admin', 'moderator'] },
    params: z.object({ userId: Id }),
    body: z.strictObject({ reason: Reason, days: z.int().min(1).max(MAX_DAYS) }),
    answer: SanctionView,
    errors: ['not_found'],
    handle: ({ caller, params, body }) => imposeSanction(context, caller, params.userId, body),
  });
}
