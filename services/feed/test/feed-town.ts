import {
  type PostSnapshot,
  type ProfileRecord,
  postAnnounced,
  postCreated,
  profileUpdated,
  userFollowed,
  userMuted,
  userUnfollowed,
  userUnmuted,
  userWordsMuted,
} from '@townsquare/contracts';
import { outsideTransactions } from '@townsquare/kit';
import { TestService } from '@townsquare/kit/testing';
import { FakeExports, muteOf, postOf } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { createFeedService, feedService } from '../src/app.js';

/** The feed service on a database of its own, with short methods for what happens in other services. */
export class FeedTown {
  private constructor(
    readonly service: TestService,
    private readonly feed: ReturnType<typeof createFeedService>,
    readonly asked: string[],
    /** What the other services export. */
    readonly exports: FakeExports,
  ) {}

  static async start(): Promise<FeedTown> {
    const asked: string[] = [];
    const exports = new FakeExports();
    // The user service has no profiles: they come from events alone.
    const owners = outsideTransactions(
      {
        profiles: async (ids: string[]): Promise<ProfileRecord[]> => {
          asked.push(...ids);
          return [];
        },
      },
      'owners',
    );
    let feed: ReturnType<typeof createFeedService> | undefined;
    const service = await TestService.start(feedService, (parts) => {
      feed = createFeedService(parts, { owners, exports, config: { TIMELINE_LIMIT: 200 } });
      return feed;
    });
    return new FeedTown(service, feed!, asked, exports);
  }

  /** Creates active accounts with these ids. */
  async people(...ids: number[]): Promise<void> {
    for (const id of ids) await this.profile(`${id}`, 'active');
  }

  async profile(userId: string, status: 'active' | 'banned', version = 1, isPrivate = false): Promise<void> {
    const names = { username: `user${userId}`, fullName: `Person ${userId}`, bio: '', profilePicture: null };
    const data = { userId, ...names, status, isPrivate, createdAt: new Date().toISOString() };
    await this.deliver(profileUpdated, data, { aggregateversion: version });
  }

  deliver: TestService['deliver'] = async (definition, data, envelope) => {
    const status = await this.service.deliver(definition, data, envelope);
    if (status !== 'SUCCESS') throw new Error(`${definition.topic} ended as ${status}`);
    return status;
  };

  follow(follower: number, author: number, version: number, at = new Date()): Promise<string> {
    const data = { followerId: `${follower}`, followingId: `${author}`, at: at.toISOString() };
    return this.deliver(userFollowed, data, { aggregateversion: version });
  }

  unfollow(follower: number, author: number, version: number): Promise<string> {
    const data = { followerId: `${follower}`, followingId: `${author}`, at: new Date().toISOString() };
    return this.deliver(userUnfollowed, data, { aggregateversion: version });
  }

  mute(muter: number, muted: number, version: number): Promise<string> {
    return this.deliver(userMuted, muteOf(muter, muted), { aggregateversion: version });
  }

  /** Sets the words that a user has muted. */
  muteWords(user: number, words: string[], version: number): Promise<string> {
    const data = { userId: `${user}`, words, at: new Date().toISOString() };
    return this.deliver(userWordsMuted, data, { aggregateversion: version });
  }

  unmute(muter: number, muted: number, version: number): Promise<string> {
    return this.deliver(userUnmuted, muteOf(muter, muted), { aggregateversion: version });
  }

  /** Creates a post and returns its snapshot. */
  async post(postId: number, author: number, facts: Partial<PostSnapshot> = {}): Promise<PostSnapshot> {
    const snapshot = postOf(postId, author, facts);
    await this.deliver(postCreated, snapshot);
    return snapshot;
  }

  announce(post: PostSnapshot, recipients: number[], pulled = false): Promise<string> {
    const { postId, authorId, createdAt } = post;
    return this.deliver(postAnnounced, { postId, authorId, createdAt, recipients: recipients.map(String), pulled });
  }

  /** The ids of the posts in a timeline's rows, oldest first. */
  async entries(userId: number): Promise<string[]> {
    const rows: { post_id: string }[] = await this.service.database.manager.query(
      'SELECT post_id FROM timeline_entries WHERE user_id = ? ORDER BY created_at, post_id',
      [userId],
    );
    return rows.map((row) => row.post_id);
  }

  async get(userId: number, query = '') {
    return supertest(this.service.url)
      .get(`/api/v1/feed${query}`)
      .set(await this.service.as(`${userId}`));
  }

  /** The ids of the posts that a user sees in their feed. */
  async sees(userId: number): Promise<string[]> {
    const { body } = await this.get(userId, '?limit=100');
    return body.items.map((item: { id: string }) => item.id);
  }

  async purge(): Promise<void> {
    while (await this.feed.purges.purgeBatch());
  }

  async clear(): Promise<void> {
    for (const table of [
      'timeline_entries',
      'feed_posts',
      'follow_edges',
      'accounts',
      'known_blocks',
      'known_mutes',
      'known_muted_words',
      'known_people',
    ]) {
      await this.service.database.manager.query(`DELETE FROM ${table}`);
    }
  }

  stop(): Promise<void> {
    return this.service.stop();
  }
}
