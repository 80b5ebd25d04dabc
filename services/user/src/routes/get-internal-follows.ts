import { getFollows, Id, IdList } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import { type Context, READERS } from '../context.js';
import { followedAmong } from '../data/relations.js';

/** For services that decide who may see private posts. */
export function getInternalFollows({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: getFollows.path,
    summary: 'Which of these people the follower follows',
    tag: 'internal',
    access: { services: READERS },
    query: z.strictObject({ followerId: Id, followingIds: IdList }),
    answer: getFollows.answer,
    async handle({ query }) {
      return { followingIds: await followedAmong(database.manager, query.followerId, query.followingIds) };
    },
  });
}
