import {
  commentCreated,
  type EventData,
  type PostRecord,
  type ProfileRecord,
  postCreated,
  profileUpdated,
} from '@townsquare/contracts';
import type { PurgeWorker } from '@townsquare/kit';
import { publishedEvents, TestService } from '@townsquare/kit/testing';
import type { PrivacyChanges } from '@townsquare/projections';
import { FakeExports, FakeOwners, testPost, testProfile } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { createReactionService, reactionService } from '../src/app.js';

const AT = '2026-01-01T00:00:00.000Z';

/** What an event says of a new comment. */
export function comment(commentId: string, postId: string, authorId: string): EventData<typeof commentCreated> {
  const thread = { commentCount: 1, version: 1 };
  const content = 'well said';
  return {
    commentId,
    postId,
    postAuthorId: '1',
    authorId,
    parentCommentId: null,
    parentAuthorId: null,
    content,
    mentions: [],
    createdAt: AT,
    thread,
  };
}

/** The reaction service among fakes of the others. */
export class Town {
  private constructor(
    readonly service: TestService,
    readonly owners: FakeOwners,
    readonly purges: PurgeWorker,
    readonly privacyChanges: PrivacyChanges,
  ) {}

  /** With the people 1 to 5, who are known from events. */
  static async open(): Promise<Town> {
    const owners = new FakeOwners();
    const exports = new FakeExports();
    let parts: ReturnType<typeof createReactionService> | undefined;
    const service = await TestService.start(reactionService, (given) => {
      parts = createReactionService(given, owners, exports);
      return parts;
    });
    const town = new Town(service, owners, parts!.purges, parts!.privacyChanges);
    for (const userId of ['1', '2', '3', '4', '5']) await town.person(userId);
    return town;
  }

  #lastId = 100;

  async person(userId: string, change: Partial<ProfileRecord> = {}, aggregateversion = 1): Promise<void> {
    const { version: _version, ...data } = testProfile(userId, change);
    await this.service.deliver(profileUpdated, data, { aggregateversion });
  }

  /** A new post, known from its event; returns its id. */
  async post(authorId = '1', change: Partial<PostRecord> = {}): Promise<string> {
    this.#lastId += 1;
    const { version: _version, ...data } = testPost(String(this.#lastId), authorId, change);
    await this.service.deliver(postCreated, data);
    return data.postId;
  }

  /** A new comment, known from its event; returns its id. */
  async comment(postId: string, authorId: string): Promise<string> {
    this.#lastId += 1;
    const data = comment(String(this.#lastId), postId, authorId);
    await this.service.deliver(commentCreated, data);
    return data.commentId;
  }

  /** A request by a user, or without a token. */
  async request(method: 'get' | 'put' | 'delete', path: string, userId?: string, body?: object) {
    const request = supertest(this.service.url)
      [method](`/api/v1${path}`)
      .set(await this.service.as(userId));
    return body ? request.send(body) : request;
  }

  /** A reaction to a target, which is named like `posts/7`. */
  react(target: string, userId: string | undefined, type: string) {
    return this.request('put', `/${target}/reactions`, userId, { type });
  }

  /** The `reaction.changed` events of a target, which is named like `post:7`. */
  async changes(subject: string) {
    const events = await publishedEvents(this.service.database, 'reaction.changed');
    return events.filter((event) => event.subject === subject);
  }

  /** Hides what hidden accounts wrote, and shows it again. */
  async visitPrivacyChanges(): Promise<void> {
    while (await this.privacyChanges.visitBatch());
  }

  /** Removes all that waits to be removed. */
  async purge(): Promise<void> {
    while (await this.purges.purgeBatch());
  }

  async close(): Promise<void> {
    await this.service.stop();
  }
}
