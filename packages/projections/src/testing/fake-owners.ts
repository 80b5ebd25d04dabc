import type { CommentRecord, PostRecord, ProfileRecord } from '@townsquare/contracts';
import { refuseInTransaction } from '@townsquare/kit';
import type { Owners } from '../owners.js';

/** The next posts of an author as their owner returns them: two at a time, so that a test has several pages. */
export function nextPostsBy(posts: Iterable<PostRecord>, authorId: string, after: string): PostRecord[] {
  const next = [...posts].filter((post) => post.authorId === authorId && BigInt(post.postId) > BigInt(after));
  return next.sort((one, other) => (BigInt(one.postId) < BigInt(other.postId) ? -1 : 1)).slice(0, 2);
}

/**
 * The owners of data, in memory: they return what a test has added, and count the look-ups. Like the clients that call the
 * sidecar, they refuse to be called inside a transaction.
 */
export class FakeOwners implements Owners {
  readonly #profiles = new Map<string, ProfileRecord>();
  readonly #posts = new Map<string, PostRecord>();
  readonly #comments = new Map<string, CommentRecord>();
  readonly #follows = new Set<string>();
  /** How many look-ups of profiles, posts and comments there were. */
  asked = 0;

  addProfile(profile: ProfileRecord): void {
    this.#profiles.set(profile.userId, profile);
  }

  addPost(post: PostRecord): void {
    this.#posts.set(post.postId, post);
  }

  addComment(comment: CommentRecord): void {
    this.#comments.set(comment.commentId, comment);
  }

  follow(followerId: string, followingId: string): void {
    this.#follows.add(`${followerId}>${followingId}`);
  }

  unfollow(followerId: string, followingId: string): void {
    this.#follows.delete(`${followerId}>${followingId}`);
  }

  async profiles(ids: string[]): Promise<ProfileRecord[]> {
    return this.#look(this.#profiles, ids);
  }

  async posts(ids: string[]): Promise<PostRecord[]> {
    return this.#look(this.#posts, ids);
  }

  async postsBy(authorId: string, after: string): Promise<PostRecord[]> {
    refuseInTransaction('postsBy was called');
    return nextPostsBy(this.#posts.values(), authorId, after);
  }

  async comments(ids: string[]): Promise<CommentRecord[]> {
    return this.#look(this.#comments, ids);
  }

  async follows(followerId: string, followingIds: string[]): Promise<Set<string>> {
    refuseInTransaction('follows was called');
    return new Set(followingIds.filter((id) => this.#follows.has(`${followerId}>${id}`)));
  }

  #look<Item>(known: Map<string, Item>, ids: string[]): Item[] {
    refuseInTransaction('an owner was asked');
    this.asked += 1;
    return ids.flatMap((id) => known.get(id) ?? []);
  }
}
