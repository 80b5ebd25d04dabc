import {
  commentCreated,
  type EventData,
  followRequestEnded,
  followRequested,
  NO_REACTIONS,
  type PostRecord,
  type PostSnapshot,
  type ProfileRecord,
  type ProfileStatus,
  postAnnounced,
  postCreated,
  profileUpdated,
  reactionChanged,
  userFollowed,
  userMuted,
  userUnfollowed,
  userUnmuted,
  userWordsMuted,
} from '@townsquare/contracts';
import { outsideTransactions } from '@townsquare/kit';
import { TestService } from '@townsquare/kit/testing';
import { FakeExports, muteOf, nextPostsBy, postOf } from '@townsquare/projections/testing';
import supertest from 'supertest';
import webPush from 'web-push';
import { createNotificationService, notificationService, type PushOptions } from '../src/app.js';
import type { LiveSessions } from '../src/clients/live-sessions.js';
import type { SocketHub } from '../src/live/socket-hub.js';

const TABLES = [
  'notifications',
  'preferences',
  'channel_preferences',
  'push_queue',
  'push_subscriptions',
  'grouping_choices',
  'read_generations',
  'relations',
  'deleted_comments',
  'comment_versions',
  'known_people',
  'known_posts',
  'known_blocks',
  'known_mutes',
  'known_muted_words',
  'pulled_posts',
  'privacy_changes',
];

const VAPID = { subject: 'mailto:operator@example.org', ...webPush.generateVAPIDKeys() };

/** Notification on a database of its own, with short words for what happens in the other services. */
export class NotificationTown {
  hub: SocketHub;
  pushes: ReturnType<typeof createNotificationService>['pushes'];
  pushSessions: ReturnType<typeof createNotificationService>['pushSessions'];
  private purges: ReturnType<typeof createNotificationService>['purges'];
  private privacyChanges: ReturnType<typeof createNotificationService>['privacyChanges'];
  service: TestService;
  /** What was asked of other services, and whom they know to follow whom. */
  readonly asked: string[] = [];
  readonly follows = new Set<string>();
  /** The posts that their owner has, for who asks it. */
  readonly posts = new Map<string, PostRecord>();
  /** What auth says of sessions: all are live until a test ends them. */
  liveSessions: LiveSessions = async (sessionIds) => new Set(sessionIds);
  /** All that the owners of others' data have. */
  readonly exports = new FakeExports();

  /** `trustedOrigins` are those of push services on this machine. */
  static async start(trustedOrigins: string[] = []): Promise<NotificationTown> {
    const town = new NotificationTown();
    const owners = outsideTransactions(
      {
        profiles: async (ids: string[]): Promise<ProfileRecord[]> => town.ask('profiles', ids),
        posts: async (ids: string[]): Promise<PostRecord[]> => {
          town.ask('posts', ids);
          return ids.flatMap((id) => town.posts.get(id) ?? []);
        },
        postsBy: async (authorId: string, after: string) =>
          nextPostsBy(town.exports.owned.posts.values(), authorId, after),
        comments: async (ids: string[]) => town.ask<never>('comments', ids),
        follows: async (followerId: string, ids: string[]) => {
          town.ask('follows', ids);
          return new Set(ids.filter((id) => town.follows.has(`${followerId}>${id}`)));
        },
      },
      'owners',
    );
    town.service = await TestService.start(notificationService, (parts) => {
      const liveSessions: LiveSessions = (sessionIds) => town.liveSessions(sessionIds);
      const outside = { owners, exports: town.exports, liveSessions };
      const options: PushOptions = { vapid: VAPID, endpoints: { services: [], trustedOrigins }, delaySeconds: 0 };
      const created = createNotificationService(parts, outside, options);
      town.hub = created.hub;
      town.pushes = created.pushes;
      town.pushSessions = created.pushSessions;
      town.purges = created.purges;
      town.privacyChanges = created.privacyChanges;
      return created;
    });
    return town;
  }

  private ask<T>(what: string, ids: string[]): T[] {
    this.asked.push(`${what} ${ids.join(',')}`);
    return [];
  }

  deliver: TestService['deliver'] = async (definition, data, envelope) => {
    const status = await this.service.deliver(definition, data, envelope);
    if (status !== 'SUCCESS') throw new Error(`${definition.topic} was answered ${status}`);
    return status;
  };

  async people(...ids: number[]): Promise<void> {
    for (const id of ids) await this.profile(id, 'active');
  }

  profile(id: number, status: ProfileStatus, version = 1, isPrivate = false): Promise<string> {
    const names = { username: `user${id}`, fullName: `Person ${id}`, bio: '', profilePicture: null };
    const data = { userId: `${id}`, ...names, status, isPrivate, createdAt: new Date().toISOString() };
    return this.deliver(profileUpdated, data, { aggregateversion: version });
  }

  follow(follower: number, following: number, version = 1, accepted = false): Promise<string> {
    const data = { followerId: `${follower}`, followingId: `${following}`, at: new Date().toISOString(), accepted };
    return this.deliver(userFollowed, data, { aggregateversion: version });
  }

  request(requester: number, target: number, version = 1): Promise<string> {
    const data = { requesterId: `${requester}`, targetId: `${target}`, at: new Date().toISOString() };
    return this.deliver(followRequested, data, { aggregateversion: version });
  }

  endRequest(requester: number, target: number, version = 2, accepted = false): Promise<string> {
    const data = { requesterId: `${requester}`, targetId: `${target}`, at: new Date().toISOString(), accepted };
    return this.deliver(followRequestEnded, data, { aggregateversion: version });
  }

  unfollow(follower: number, following: number, version = 2): Promise<string> {
    const data = { followerId: `${follower}`, followingId: `${following}`, at: new Date().toISOString() };
    return this.deliver(userUnfollowed, data, { aggregateversion: version });
  }

  mute(muter: number, muted: number, version = 1): Promise<string> {
    return this.deliver(userMuted, muteOf(muter, muted), { aggregateversion: version });
  }

  /** Sets the words that a user has muted. */
  muteWords(user: number, words: string[], version: number): Promise<string> {
    const data = { userId: `${user}`, words, at: new Date().toISOString() };
    return this.deliver(userWordsMuted, data, { aggregateversion: version });
  }

  unmute(muter: number, muted: number, version = 2): Promise<string> {
    return this.deliver(userUnmuted, muteOf(muter, muted), { aggregateversion: version });
  }

  async post(postId: number, author: number, facts: Partial<PostSnapshot> = {}): Promise<PostSnapshot> {
    const snapshot = postOf(postId, author, facts);
    await this.deliver(postCreated, snapshot);
    return snapshot;
  }

  announce(postId: number, author: number, recipients: number[], createdAt = new Date().toISOString()) {
    const ids = { postId: `${postId}`, authorId: `${author}`, recipients: recipients.map(String) };
    return this.deliver(postAnnounced, { ...ids, createdAt, pulled: false });
  }

  /** A post is announced as one that is pulled: its author has too many followers to tell each. */
  announcePulled(postId: number, author: number) {
    const ids = { postId: `${postId}`, authorId: `${author}`, recipients: [] };
    return this.deliver(postAnnounced, { ...ids, createdAt: new Date().toISOString(), pulled: true });
  }

  comment(commentId: number, author: number, facts: Partial<EventData<typeof commentCreated>> = {}) {
    return this.deliver(commentCreated, commentOf(commentId, author, facts));
  }

  react(user: number, facts: Partial<EventData<typeof reactionChanged>>, version: number) {
    return this.deliver(reactionChanged, { ...REACTION, userId: `${user}`, ...facts }, { aggregateversion: version });
  }

  async get(userId: number, path = '/api/v1/notifications') {
    return supertest(this.service.url)
      .get(path)
      .set(await this.service.as(`${userId}`));
  }

  async put(userId: number, path: string, body?: object) {
    return supertest(this.service.url)
      .put(`/api/v1/notifications${path}`)
      .set(await this.service.as(`${userId}`))
      .send(body);
  }

  /** A request of a person in one of their sessions. */
  async call(
    userId: number,
    method: 'get' | 'post' | 'delete',
    path: string,
    { body, sessionId = `${userId}` }: { body?: object; sessionId?: string } = {},
  ) {
    const headers = await this.service.as(`${userId}`, ['user'], sessionId);
    const request = supertest(this.service.url)[method](`/api/v1/notifications${path}`);
    return request.set({ ...headers, 'user-agent': 'Firefox' }).send(body);
  }

  /** What a person is told, each thing by itself, newest first. */
  async told(userId: number): Promise<string[]> {
    const { body } = await this.get(userId, '/api/v1/notifications?limit=100&grouped=false');
    return body.items.map((item: { message: string }) => item.message);
  }

  /** How many rows there are, seen or not. */
  async rows(condition = '1 = 1'): Promise<number> {
    const manager = this.service.database.manager;
    const [row] = await manager.query(`SELECT COUNT(*) AS total FROM notifications WHERE ${condition}`);
    return Number(row.total);
  }

  /** Goes over the posts of everybody whose privacy has changed. */
  async overhaul(): Promise<void> {
    while (await this.privacyChanges.visitBatch());
  }

  async purge(): Promise<void> {
    while (await this.purges.purgeBatch());
  }

  async clear(): Promise<void> {
    for (const table of TABLES) await this.service.database.manager.query(`DELETE FROM ${table}`);
    this.asked.length = 0;
    this.liveSessions = async (sessionIds) => new Set(sessionIds);
    this.follows.clear();
    this.posts.clear();
    this.exports.clear();
  }

  stop(): Promise<void> {
    return this.service.stop();
  }
}

/** A comment on post 10 of person 1. */
export function commentOf(commentId: number, author: number, facts: Partial<EventData<typeof commentCreated>> = {}) {
  return {
    commentId: `${commentId}`,
    postId: '10',
    postAuthorId: '1',
    authorId: `${author}`,
    parentCommentId: null,
    parentAuthorId: null,
    content: 'Well said',
    mentions: [],
    createdAt: new Date().toISOString(),
    thread: { commentCount: 1, version: 1 },
    ...facts,
  };
}

/** A reaction to post 10 of person 1. */
const REACTION = {
  target: { type: 'post' as const, id: '10' },
  postId: '10',
  targetAuthorId: '1',
  reaction: 'like' as const,
  previous: null,
  totals: { ...NO_REACTIONS, like: 1 },
  at: new Date().toISOString(),
};
