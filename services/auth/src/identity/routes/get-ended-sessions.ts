import { getEndedSessions as call } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { findEndedSessions } from '../data/sessions.js';
import { PURGING_SERVICES } from '../domain/deletion-progress.js';

/** For the services that check access tokens: the tokens of these sessions are no longer valid. */
export function getEndedSessions({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: call.path,
    summary: 'List the sessions that have ended recently',
    tag: 'internal',
    access: { services: ['gateway', ...PURGING_SERVICES] },
    query: z.object({ since: z.iso.datetime().optional() }),
    answer: call.answer,
    handle: ({ query }) => findEndedSessions(database.manager, query.since),
  });
}
