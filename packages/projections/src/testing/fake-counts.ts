import type { FollowCounts, PostComments, PostOfAuthor, PostReactions, Written } from '@townsquare/contracts';
import type { Counts } from '../exports.js';

/** What the owners count, in memory, by the id of the post or person. */
export class FakeCounts implements Counts {
  readonly counted = {
    reactions: new Map<string, PostReactions>(),
    comments: new Map<string, PostComments>(),
    written: new Map<string, Written>(),
    follows: new Map<string, FollowCounts>(),
  };

  /** All posts that there are. */
  authored: PostOfAuthor[] = [];

  posts = async (ids: string[]) => this.authored.filter(({ authorId }) => ids.includes(authorId));
  reactions = async (ids: string[]) => ids.flatMap((id) => this.counted.reactions.get(id) ?? []);
  comments = async (ids: string[]) => ids.flatMap((id) => this.counted.comments.get(id) ?? []);
  written = async (ids: string[]) => ids.flatMap((id) => this.counted.written.get(id) ?? []);
  follows = async (ids: string[]) =>
    ids.map((userId) => this.counted.follows.get(userId) ?? { userId, followers: 0, following: 0 });
}
