import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { type Schemas, unwrap } from '@townsquare/client';
import { api, type Page } from '../../api/client';
import { listOptions } from '../../api/lists';
import { reactionsKey } from '../reactions/reaction-queries';

export type Post = Schemas['Post'];

export const postKey = (postId: string) => ['post', postId];
export const commentCountKey = (postId: string) => ['comment-count', postId];

export const postQuery = (postId: string) =>
  queryOptions({
    queryKey: postKey(postId),
    queryFn: async ({ client, signal }): Promise<Post | null> => {
      const params = { path: { postId } };
      const post = await unwrap(api.GET('/api/v1/posts/{postId}', { params, signal }));
      await loadFigures(client, [post]);
      return post;
    },
  });

/**
 * A post as it is now: a list holds it as it was read, and a change or deletion since then is in the cache. Null when it is
 * deleted.
 */
export function useCurrentPost(post: Post): Post | null {
  const { data } = useQuery({ ...postQuery(post.id), initialData: post, staleTime: Number.POSITIVE_INFINITY });
  return data;
}

export const commentCountQuery = (postId: string) =>
  queryOptions({
    queryKey: commentCountKey(postId),
    queryFn: async ({ signal }) => {
      const params = { path: { postId } };
      return (await unwrap(api.GET('/api/v1/posts/{postId}/metrics', { params, signal }))).commentCount;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Reads the reactions to all these posts and the numbers of their comments, in one request each. */
async function loadFigures(client: QueryClient, posts: Post[]): Promise<void> {
  const ids = [...new Set(posts.map(({ id }) => id))].join(',');
  if (!ids) return;
  const params = { query: { ids } };
  // A list without its figures is still a list, so a failure here is none of the list.
  const [reactions, metrics] = await Promise.allSettled([
    unwrap(api.GET('/api/v1/reactions/posts', { params })),
    unwrap(api.GET('/api/v1/metrics/posts', { params })),
  ]);
  if (reactions.status === 'fulfilled')
    for (const { targetId, ...figures } of reactions.value.items)
      client.setQueryData(reactionsKey({ type: 'post', id: targetId }), figures);
  if (metrics.status === 'fulfilled')
    for (const { postId, commentCount } of metrics.value.items)
      client.setQueryData(commentCountKey(postId), commentCount);
}

/** Puts what a list has read into the cache of single posts, with their figures. */
export async function keepPosts(client: QueryClient, posts: Post[]): Promise<void> {
  for (const post of posts) client.setQueryData(postKey(post.id), post);
  await loadFigures(client, posts);
}

type ReadPage = (query: { cursor?: string; limit: number }, signal: AbortSignal) => Promise<Page<Post>>;

const PAGE = 20;

/** An endless list of posts. It is read again only when it is asked for, so that nothing moves under the reader's eyes. */
export function postListQuery(client: QueryClient, key: unknown[], readPage: ReadPage) {
  return {
    ...listOptions(['posts', ...key], async (cursor, signal) => {
      const page = await readPage({ cursor, limit: PAGE }, signal);
      await keepPosts(client, page.items);
      return page;
    }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  };
}

export const feedQuery = (client: QueryClient) =>
  postListQuery(client, ['feed'], (query, signal) => unwrap(api.GET('/api/v1/feed', { params: { query }, signal })));

export const personPostsQuery = (client: QueryClient, userId: string) =>
  postListQuery(client, ['person', userId], (query, signal) =>
    unwrap(api.GET('/api/v1/users/{userId}/posts', { params: { path: { userId }, query }, signal })),
  );

export const hashtagPostsQuery = (client: QueryClient, tag: string) =>
  postListQuery(client, ['hashtag', tag], (query, signal) =>
    unwrap(api.GET('/api/v1/hashtags/{tag}/posts', { params: { path: { tag }, query }, signal })),
  );

export const trendingPostsQuery = (client: QueryClient) =>
  queryOptions({
    queryKey: ['posts', 'trending'],
    queryFn: async ({ signal }) => {
      const params = { query: { limit: 30 } };
      const { items } = await unwrap(api.GET('/api/v1/trending/posts', { params, signal }));
      const posts = items.map(({ post }) => post);
      await keepPosts(client, posts);
      return posts;
    },
    staleTime: 60_000,
  });
