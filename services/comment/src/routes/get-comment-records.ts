import { getComments } from '@townsquare/contracts';
import { type Route, recordsRoute } from '@townsquare/kit';
import type { Context } from '../context.js';
import { findLiveComments } from '../data/comments.js';

/** The authors and posts of comments, for other services. */
export function getCommentRecords({ database }: Context): Route {
  return recordsRoute(getComments, ['reaction', 'notification', 'engagement'], 'Comments by id', async (ids) => {
    const comments = await findLiveComments(database.manager, ids);
    return comments.map(({ id, postId, authorId, version }) => ({ commentId: id, postId, authorId, version }));
  });
}
