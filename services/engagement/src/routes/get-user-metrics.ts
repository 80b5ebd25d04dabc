import { Id } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { readUserMetrics } from '../reading/user-metrics.js';
import { UserMetrics } from '../views/metrics.js';

export function getUserMetrics(context: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/users/{userId}/metrics',
    summary: 'Get the numbers of posts, followers, reactions and comments of a user',
    description: 'Private posts, and all posts of a private account, count only for readers who may see them.',
    tag: 'engagement',
    access: 'optional',
    params: z.object({ userId: Id }),
    answer: UserMetrics,
    errors: ['not_found'],
    handle: ({ params, caller }) => readUserMetrics(context, caller?.userId ?? null, params.userId),
  });
}
