import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { latestRebuild } from '../data/rebuilds.js';
import { RebuildView, toRebuildView } from '../views/rebuild.js';

export function beginRebuild(context: Context): Route {
  return defineRoute({
    method: 'post',
    path: '/internal/rebuild',
    summary: 'Begin a rebuild of all indices from the owners of the data',
    tag: 'internal',
    access: { services: ['operator'] },
    status: 202,
    answer: RebuildView,
    errors: ['conflict'],
    async handle() {
      await context.rebuilder.begin();
      return toRebuildView(await latestRebuild(context.database.manager));
    },
  });
}
