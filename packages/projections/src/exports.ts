import {
  type CommentFacts,
  countComments,
  countFollows,
  countReactions,
  countWritten,
  type Export,
  type ExportPage,
  type ExportRange,
  exportComments,
  exportFollowers,
  exportGraph,
  exportPosts,
  exportProfiles,
  exportReactions,
  exportRemovals,
  type FollowCounts,
  type FollowerRecord,
  type InternalCall,
  type PersonGraph,
  type PostComments,
  type PostOfAuthor,
  type PostReactions,
  type PostRecord,
  type ProfileRecord,
  postsOfAuthors,
  type ReactionRecord,
  type RemovalRecord,
  type Written,
} from '@townsquare/contracts';
import type { DaprClient } from '@townsquare/kit';

type Pages<Item> = (range: ExportRange) => Promise<ExportPage<Item>>;
type ByIds<Item> = (ids: string[]) => Promise<Item[]>;

/** All data of the owners, page by page, for rebuilding and recounting what is derived from it. */
export interface Exports {
  profiles: Pages<ProfileRecord>;
  graph: Pages<PersonGraph>;
  followers: Pages<FollowerRecord>;
  posts: Pages<PostRecord>;
  comments: Pages<CommentFacts>;
  postReactions: Pages<ReactionRecord>;
  commentReactions: Pages<ReactionRecord>;
  removals: Pages<RemovalRecord>;
}

/** What the owners count from their rows, for up to 500 posts or users. */
export interface Counts {
  reactions: ByIds<PostReactions>;
  comments: ByIds<PostComments>;
  written: ByIds<Written>;
  follows: ByIds<FollowCounts>;
  /** The posts of each of these users. */
  posts: ByIds<PostOfAuthor>;
}

/** The owners, called through the sidecars. */
export function exportsThroughSidecar(dapr: DaprClient): Exports {
  const pages =
    <Item>({ appId, path, answer }: Export<Item>): Pages<Item> =>
    async (range) => {
      const given = Object.entries(range).filter(([, value]) => value !== undefined);
      const query = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]));
      return answer.parse(await dapr.invoke(appId, 'GET', `${path}?${query}`));
    };
  return {
    profiles: pages(exportProfiles),
    graph: pages(exportGraph),
    followers: pages(exportFollowers),
    posts: pages(exportPosts),
    comments: pages(exportComments),
    postReactions: pages(exportReactions.post),
    commentReactions: pages(exportReactions.comment),
    removals: pages(exportRemovals),
  };
}

/** The owners, called through the sidecars. */
export function countsThroughSidecar(dapr: DaprClient): Counts {
  const byIds =
    <Item>({ appId, path, answer }: InternalCall<{ items: Item[] }>): ByIds<Item> =>
    async (ids) =>
      ids.length === 0 ? [] : answer.parse(await dapr.invoke(appId, 'GET', `${path}?ids=${ids.join(',')}`)).items;
  return {
    reactions: byIds(countReactions),
    comments: byIds(countComments),
    written: byIds(countWritten),
    follows: byIds(countFollows),
    posts: byIds(postsOfAuthors),
  };
}
