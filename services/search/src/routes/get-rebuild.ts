import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { latestRebuild } from '../data/rebuilds.js';
import { RebuildView, toRebuildView } from '../views/rebuild.js';

export function getRebuild({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/internal/rebuild',
    summary: 'Get the progress of the latest rebuild',
    tag: 'internal',
    access: { services: ['operator'] },
    answer: RebuildView,
    errors: ['not_found'],
    handle: async () => toRebuildView(await latestRebuild(database.manager)),
  });
}
