import { getComments, IdList } from '@townsquare/contracts';
import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { findLiveComments } from '../data/comments.js';

/** The authors and posts of comments, for other services. */
export function getCommentRecords({ database }: Context): Route {
  return defineRoute({
    method: 'get',
    path: getComments.path,
    summary: 'Comments by id',
    tag: 'internal',
    access: { services: ['reaction', 'notification', 'engagement'] },
    query: z.strictObject({ ids: IdList }),
    answer: getComments.answer,
    handle: async ({ query }) => {
      const comments = await findLiveComments(database.manager, query.ids);
      const items = comments.map(({ id, postId, authorId, version }) => ({ commentId: id, postId, authorId, version }));
      return { items };
    },
  });
}
