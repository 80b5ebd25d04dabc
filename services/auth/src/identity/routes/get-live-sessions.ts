import { getLiveSessions as call, IdList } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { findLiveSessions } from '../data/sessions.js';

/** For a service that keeps something for as long as the session that made it: which of these sessions are still there. */
export function getLiveSessions({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: call.path,
    summary: 'List which of these sessions have not ended',
    tag: 'internal',
    access: { services: ['notification'] },
    query: z.object({ ids: IdList }),
    answer: call.answer,
    handle: async ({ query }) => ({ sessionIds: await findLiveSessions(database.manager, query.ids) }),
  });
}
