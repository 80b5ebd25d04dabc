import { type PostRecord, postCreated, profileUpdated } from '@townsquare/contracts';
import type { PurgeWorker } from '@townsquare/kit';
import { TestService } from '@townsquare/kit/testing';
import type { PrivacyChanges } from '@townsquare/projections';
import { FakeExports, FakeOwners, testPost, testProfile } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { commentService, createCommentService } from '../src/app.js';

/** The comment service among fakes of the others. */
export class Town {
  private constructor(
    readonly service: TestService,
    readonly owners: FakeOwners,
    readonly purges: PurgeWorker,
    readonly privacyChanges: PrivacyChanges,
    /** What the other services export. */
    readonly exports: FakeExports,
  ) {}

  /** With the people 1 to 5, who are known from events. */
  static async open(): Promise<Town> {
    const owners = new FakeOwners();
    const exports = new FakeExports();
    let parts: ReturnType<typeof createCommentService> | undefined;
    const service = await TestService.start(commentService, (given) => {
      parts = createCommentService(given, owners, exports);
      return parts;
    });
    const town = new Town(service, owners, parts!.purges, parts!.privacyChanges, exports);
    for (const userId of ['1', '2', '3', '4', '5']) {
      const { version: _version, ...data } = testProfile(userId);
      await service.deliver(profileUpdated, data);
    }
    return town;
  }

  #nextPost = 100;

  /** A new post, known from its event. */
  async post(authorId = '1', change: Partial<PostRecord> = {}): Promise<string> {
    this.#nextPost += 1;
    const { version: _version, ...data } = testPost(String(this.#nextPost), authorId, change);
    await this.service.deliver(postCreated, data);
    return data.postId;
  }

  /** A request by a user, or by nobody. */
  async request(method: 'get' | 'post' | 'patch' | 'delete', path: string, userId?: string, body?: object) {
    const request = supertest(this.service.url)
      [method](`/api/v1${path}`)
      .set(await this.service.as(userId));
    return body ? request.send(body) : request;
  }

  /** A comment; returns its id. */
  async comment(postId: string, userId: string, parentCommentId?: string, content = 'well said'): Promise<string> {
    const answer = await this.request('post', `/posts/${postId}/comments`, userId, { content, parentCommentId });
    if (answer.status !== 201) throw new Error(`No comment: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.id;
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
