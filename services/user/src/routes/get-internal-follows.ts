import { getFollows, Id, IdList } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { followedAmong } from '../data/people-lists.js';
import { READERS } from './readers.js';

/** Which of some people somebody follows, for services that decide over private posts. */
export function getInternalFollows({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: getFollows.path,
    summary: 'Which of these people somebody follows',
    tag: 'Internal',
    access: { services: READERS },
    query: z.strictObject({ followerId: Id, followingIds: IdList }),
    answer: getFollows.answer,
    async handle({ query }) {
      return { followingIds: await followedAmong(database.manager, query.followerId, query.followingIds) };
    },
  });
}
