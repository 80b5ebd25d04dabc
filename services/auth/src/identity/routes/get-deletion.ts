import { Id } from '@townsquare/contracts';
import { defineRoute, notFound, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { findDeletion } from '../data/deletions.js';
import { DeletionView, toDeletionView } from '../views/account-views.js';

export function getDeletion({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/auth/deletions/{userId}',
    summary: 'Get the progress of the deletion of an account',
    tag: 'auth',
    access: { roles: ['admin'] },
    params: z.object({ userId: Id }),
    answer: DeletionView,
    errors: ['not_found'],
    async handle({ params }) {
      const deletion = await findDeletion(database.manager, params.userId);
      if (!deletion) throw notFound('deletion');
      return toDeletionView(deletion);
    },
  });
}
