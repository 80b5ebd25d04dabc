import {
  type CommentRecord,
  getComments,
  getFollows,
  getPosts,
  getPostsBy,
  getProfiles,
  type InternalCall,
  MAX_BATCH,
  type PostRecord,
  type ProfileRecord,
} from '@townsquare/contracts';
import type { DaprClient } from '@townsquare/kit';

/** The calls to the owners of the data, for what no event has told yet. */
export interface Owners {
  profiles(ids: string[]): Promise<ProfileRecord[]>;
  posts(ids: string[]): Promise<PostRecord[]>;
  /** The next posts of an author after one, in the order of their ids; none at the end. */
  postsBy(authorId: string, after: string): Promise<PostRecord[]>;
  comments(ids: string[]): Promise<CommentRecord[]>;
  /** Which of `followingIds` the follower follows. It is never cached: it decides who may see private posts. */
  follows(followerId: string, followingIds: string[]): Promise<Set<string>>;
}

/** The owners, called through the sidecars; one call for up to 500 ids. */
export function ownersThroughSidecar(dapr: DaprClient): Owners {
  const call = async <T>({ appId, path, answer }: InternalCall<T>, query: string): Promise<T> =>
    answer.parse(await dapr.invoke(appId, 'GET', `${path}?${query}`));
  const batched = async <T>(definition: InternalCall<{ items: T[] }>, ids: string[]): Promise<T[]> => {
    const answers = await Promise.all(chunks(ids).map((chunk) => call(definition, `ids=${chunk.join(',')}`)));
    return answers.flatMap(({ items }) => items);
  };
  return {
    profiles: (ids) => batched(getProfiles, ids),
    posts: (ids) => batched(getPosts, ids),
    postsBy: async (authorId, after) => (await call(getPostsBy, `authorId=${authorId}&after=${after}`)).items,
    comments: (ids) => batched(getComments, ids),
    follows: async (followerId, followingIds) => {
      const query = (chunk: string[]) => `followerId=${followerId}&followingIds=${chunk.join(',')}`;
      const answers = await Promise.all(chunks(followingIds).map((chunk) => call(getFollows, query(chunk))));
      return new Set(answers.flatMap((answer) => answer.followingIds));
    },
  };
}

function chunks(ids: string[]): string[][] {
  const result: string[][] = [];
  for (let start = 0; start < ids.length; start += MAX_BATCH) result.push(ids.slice(start, start + MAX_BATCH));
  return result;
}
