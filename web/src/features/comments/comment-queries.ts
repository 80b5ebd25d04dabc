import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { type Schemas, unwrap } from '@townsquare/client';
import { api, type Page } from '../../api/client';
import { listOptions } from '../../api/lists';
import { reactionsKey } from '../reactions/reaction-queries';

export type Comment = Schemas['Comment'];

/** The comments under a post, or the replies to one of them. */
export type Place = { postId: string; parentId?: string };

export const commentsKey = ({ postId, parentId }: Place) => ['comments', postId, parentId ?? 'top'];

/** Reads the reactions to all these comments in one request. Without them the comments are shown all the same. */
async function keepReactions(client: QueryClient, comments: Comment[]): Promise<void> {
  const ids = comments.filter(({ deleted }) => !deleted).map(({ id }) => id);
  if (ids.length === 0) return;
  const params = { query: { ids: ids.join(',') } };
  const read = await unwrap(api.GET('/api/v1/reactions/comments', { params })).catch(() => ({ items: [] }));
  for (const { targetId, ...reactions } of read.items)
    client.setQueryData(reactionsKey({ type: 'comment', id: targetId }), reactions);
}

function readPage(
  { postId, parentId }: Place,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<Page<Comment>> {
  const query = { cursor };
  if (parentId === undefined)
    return unwrap(api.GET('/api/v1/posts/{postId}/comments', { params: { path: { postId }, query }, signal }));
  const params = { path: { commentId: parentId }, query };
  return unwrap(api.GET('/api/v1/comments/{commentId}/replies', { params, signal }));
}

export const commentsQuery = (client: QueryClient, place: Place) =>
  listOptions(commentsKey(place), async (cursor, signal) => {
    const page = await readPage(place, cursor, signal);
    await keepReactions(client, page.items);
    return page;
  });

/** A comment and all that it replies to, the outermost first: what a link to a comment has to open. */
export const lineageQuery = (client: QueryClient, commentId: string) =>
  queryOptions({
    queryKey: ['comment-lineage', commentId],
    queryFn: async ({ signal }) => {
      const lineage: Comment[] = [];
      for (let id: string | null = commentId; id !== null; ) {
        const comment: Comment = await unwrap(
          api.GET('/api/v1/comments/{commentId}', { params: { path: { commentId: id } }, signal }),
        );
        lineage.unshift(comment);
        id = comment.parentCommentId;
      }
      await keepReactions(client, lineage);
      return lineage;
    },
  });
