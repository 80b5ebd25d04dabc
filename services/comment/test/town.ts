import {
  type CommentRecord,
  type PostRecord,
  type ProfileRecord,
  postCreated,
  profileUpdated,
} from '@townsquare/contracts';
import type { PurgeWorker } from '@townsquare/kit';
import { TestService } from '@townsquare/kit/testing';
import type { Owners } from '@townsquare/projections';
import supertest from 'supertest';
import { commentService, createComment } from '../src/app.js';

const AT = '2026-01-01T00:00:00.000Z';

/** The other services, as far as this one asks them: what a test has put into them, and how often they were asked. */
export class FakeOwners implements Owners {
  readonly people = new Map<string, ProfileRecord>();
  readonly known = new Map<string, PostRecord>();
  readonly follow = new Set<string>();
  asked = 0;

  async profiles(ids: string[]): Promise<ProfileRecord[]> {
    this.asked += 1;
    return ids.flatMap((id) => this.people.get(id) ?? []);
  }

  async posts(ids: string[]): Promise<PostRecord[]> {
    this.asked += 1;
    return ids.flatMap((id) => this.known.get(id) ?? []);
  }

  async comments(): Promise<CommentRecord[]> {
    return [];
  }

  async follows(followerId: string, followingIds: string[]): Promise<Set<string>> {
    return new Set(followingIds.filter((id) => this.follow.has(`${followerId}>${id}`)));
  }
}

export function profile(userId: string, change: Partial<ProfileRecord> = {}): ProfileRecord {
  return {
    userId,
    username: `user${userId}`,
    fullName: `User ${userId}`,
    bio: '',
    profilePicture: null,
    status: 'active',
    createdAt: AT,
    version: 1,
    ...change,
  };
}

export function post(postId: string, authorId: string, change: Partial<PostRecord> = {}): PostRecord {
  return {
    postId,
    authorId,
    content: 'hello',
    media: null,
    isPrivate: false,
    hashtags: [],
    mentions: [],
    createdAt: AT,
    updatedAt: AT,
    version: 1,
    ...change,
  };
}

/** The comment service among fakes of the others. */
export class Town {
  private constructor(
    readonly service: TestService,
    readonly owners: FakeOwners,
    readonly purges: PurgeWorker,
  ) {}

  /** With the people 1 to 5, who are known from events. */
  static async open(): Promise<Town> {
    const owners = new FakeOwners();
    let purges: PurgeWorker | undefined;
    const service = await TestService.start(commentService, (parts) => {
      const created = createComment(parts, owners);
      purges = created.purges;
      return created;
    });
    const town = new Town(service, owners, purges!);
    for (const userId of ['1', '2', '3', '4', '5']) {
      const { version: _version, ...data } = profile(userId);
      await service.deliver(profileUpdated, data);
    }
    return town;
  }

  #nextPost = 100;

  /** A new post, known from its event. */
  async post(authorId = '1', change: Partial<PostRecord> = {}): Promise<string> {
    this.#nextPost += 1;
    const { version: _version, ...data } = post(String(this.#nextPost), authorId, change);
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

  /** A comment; answers its id. */
  async comment(postId: string, userId: string, parentCommentId?: string, content = 'well said'): Promise<string> {
    const answer = await this.request('post', `/posts/${postId}/comments`, userId, { content, parentCommentId });
    if (answer.status !== 201) throw new Error(`No comment: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.id;
  }

  /** Removes all that waits to be removed. */
  async purge(): Promise<void> {
    while (await this.purges.purgeBatch());
  }

  async close(): Promise<void> {
    await this.service.stop();
  }
}
