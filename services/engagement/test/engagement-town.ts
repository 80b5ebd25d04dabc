import {
  type EventData,
  NO_REACTIONS,
  type PostRecord,
  type PostSnapshot,
  type ProfileStatus,
  postCreated,
  profileUpdated,
  type ReactionType,
  reactionChanged,
  userBlocked,
  userMuted,
  userUnmuted,
  userWordsMuted,
} from '@townsquare/contracts';
import { outsideTransactions, unavailable } from '@townsquare/kit';
import { TestService } from '@townsquare/kit/testing';
import type { Owners } from '@townsquare/projections';
import { FakeCounts, FakeExports, muteOf, nextPostsBy, postOf } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { createEngagementService, engagementService } from '../src/app.js';

export type CommentCreated = EventData<typeof import('@townsquare/contracts').commentCreated>;

/** The engagement service on a real database, with owners in memory, and methods that deliver events. */
export class EngagementTown {
  readonly follows = new Set<string>();
  readonly records = new Map<string, PostRecord>();
  graphAnswers = true;
  /** What the other services export, and what they count. */
  readonly exports = new FakeExports();
  readonly counts = new FakeCounts();
  #service: TestService | undefined;
  #privacyChanges: ReturnType<typeof createEngagementService>['privacyChanges'] | undefined;
  #nextPost = 100;
  #nextComment = 1;

  static async open(): Promise<EngagementTown> {
    const town = new EngagementTown();
    town.#service = await TestService.start(engagementService, (parts) => {
      const others = { owners: town.#owners(), exports: town.exports, counts: town.counts };
      const created = createEngagementService(parts, others);
      town.#privacyChanges = created.privacyChanges;
      return created;
    });
    return town;
  }

  get service(): TestService {
    return this.#service!;
  }

  close(): Promise<void> {
    return this.service.stop();
  }

  #owners(): Owners {
    const owners: Owners = {
      profiles: async () => [],
      comments: async () => [],
      posts: async (ids) => ids.flatMap((id) => this.records.get(id) ?? []),
      postsBy: async (authorId, after) => nextPostsBy(this.records.values(), authorId, after),
      follows: async (follower, ids) => {
        if (!this.graphAnswers) throw unavailable('user', 'test');
        return new Set(ids.filter((id) => this.follows.has(`${follower}>${id}`)));
      },
    };
    return outsideTransactions(owners, 'owners');
  }

  async people(ids: string[], status: ProfileStatus = 'active', version = 1, isPrivate = false): Promise<void> {
    for (const userId of ids) {
      const names = { username: `user${userId}`, fullName: `Person ${userId}`, bio: '', profilePicture: null };
      const data = { userId, ...names, status, isPrivate, createdAt: new Date().toISOString() };
      await applied(this.service.deliver(profileUpdated, data, { aggregateversion: version }));
    }
  }

  snapshot(authorId: string, more: Partial<PostSnapshot> = {}): PostSnapshot {
    return postOf(this.#nextPost++, Number(authorId), more);
  }

  /** Creates a post, which its owner knows too. */
  async post(authorId: string, more: Partial<PostSnapshot> = {}): Promise<PostSnapshot> {
    const post = this.snapshot(authorId, more);
    this.records.set(post.postId, { ...post, version: 1 });
    await applied(this.service.deliver(postCreated, post));
    return post;
  }

  comment(
    post: PostSnapshot,
    authorId: string,
    commentCount: number,
    more: Partial<CommentCreated> = {},
  ): CommentCreated {
    return {
      commentId: String(this.#nextComment++),
      postId: post.postId,
      postAuthorId: post.authorId,
      authorId,
      parentCommentId: null,
      parentAuthorId: null,
      content: 'A comment',
      mentions: [],
      createdAt: new Date().toISOString(),
      thread: { commentCount, version: commentCount },
      ...more,
    };
  }

  /** Changes a user's reaction to a post, which then has these totals. */
  async react(
    post: PostSnapshot,
    version: number,
    totals: Partial<typeof NO_REACTIONS>,
    change: { previous?: ReactionType; reaction?: ReactionType | null; at?: Date; id?: string } = {},
  ): Promise<void> {
    const { previous = null, reaction = 'like', at = new Date(), id } = change;
    const target = { type: 'post' as const, id: post.postId };
    const about = { userId: '999', target, postId: post.postId, targetAuthorId: post.authorId };
    const data = { ...about, reaction, previous, totals: { ...NO_REACTIONS, ...totals }, at: at.toISOString() };
    await applied(this.service.deliver(reactionChanged, data, { aggregateversion: version, ...(id ? { id } : {}) }));
  }

  /** Visits the posts of all users whose privacy has changed. */
  async visitPrivacyChanges(): Promise<void> {
    while (await this.#privacyChanges!.visitBatch());
  }

  async block(blockerId: string, blockedId: string): Promise<void> {
    await applied(this.service.deliver(userBlocked, { blockerId, blockedId, at: new Date().toISOString() }));
  }

  async mute(muterId: string, mutedId: string, version: number): Promise<void> {
    await applied(this.service.deliver(userMuted, muteOf(muterId, mutedId), { aggregateversion: version }));
  }

  async unmute(muterId: string, mutedId: string, version: number): Promise<void> {
    await applied(this.service.deliver(userUnmuted, muteOf(muterId, mutedId), { aggregateversion: version }));
  }

  async muteWords(userId: string, words: string[], version: number): Promise<void> {
    const data = { userId, words, at: new Date().toISOString() };
    await applied(this.service.deliver(userWordsMuted, data, { aggregateversion: version }));
  }

  async get(path: string, userId?: string) {
    return supertest(this.service.url)
      .get(`/api/v1${path}`)
      .set(await this.service.as(userId));
  }
}

async function applied(delivery: Promise<string>): Promise<void> {
  const status = await delivery;
  if (status !== 'SUCCESS') throw new Error(`The event was not applied: ${status}`);
}
