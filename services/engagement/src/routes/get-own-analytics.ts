import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { readUserDays } from '../data/rollups.js';
import { lastDays } from '../domain/rollups.js';
import { AnalyticsDay } from '../views/metrics.js';

export function getOwnAnalytics({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/analytics/me',
    summary: 'Get the reactions, comments and followers that you gained on each day',
    description: 'One item for each day in UTC, from the oldest to today.',
    tag: 'engagement',
    access: 'signedIn',
    query: z.strictObject({ days: z.coerce.number().int().min(1).max(365).default(30) }),
    answer: z.object({ items: z.array(AnalyticsDay) }),
    async handle({ query, caller }) {
      const days = lastDays(query.days);
      const rows = await readUserDays(database.manager, caller.userId, days[0]!);
      const byDay = new Map(rows.map((row) => [row.day, row]));
      return { items: days.map((day) => byDay.get(day) ?? { day, reactions: 0, comments: 0, followers: 0 }) };
    },
  });
}
