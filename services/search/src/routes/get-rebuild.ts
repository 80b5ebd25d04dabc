import { defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { RebuildView, viewRebuild } from '../views/rebuild.js';

export function getRebuild({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/internal/rebuild',
    summary: 'How far the rebuild that was begun last has come',
    tag: 'internal',
    access: { services: ['operator'] },
    answer: RebuildView,
    errors: ['not_found'],
    handle: () => viewRebuild(database.manager),
  });
}
