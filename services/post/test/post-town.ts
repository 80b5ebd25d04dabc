import type { ProfileStatus } from '@townsquare/contracts';
import { MemoryImageStore } from '@townsquare/images';
import { TestService } from '@townsquare/kit/testing';
import { FakeExports, FakeOwners, testProfile } from '@townsquare/projections/testing';
import sharp from 'sharp';
import supertest, { type Test } from 'supertest';
import { createPostService, type PostService, postService } from '../src/app.js';

/** The user service's answers, with a count of the questions about follows. */
class CountingOwners extends FakeOwners {
  followsCalls = 0;

  override follows(followerId: string, followingIds: string[]): Promise<Set<string>> {
    this.followsCalls += 1;
    return super.follows(followerId, followingIds);
  }
}

/** The post service with people around it. */
export class PostTown {
  readonly owners = new CountingOwners();
  readonly exports = new FakeExports();
  readonly images = new MemoryImageStore();
  posts: PostService;
  service: TestService;

  static async start(): Promise<PostTown> {
    const town = new PostTown();
    town.service = await TestService.start(postService, (parts) => {
      town.posts = createPostService(parts, {
        owners: town.owners,
        exports: town.exports,
        images: town.images,
      });
      return town.posts;
    });
    return town;
  }

  async stop(): Promise<void> {
    for (const worker of this.posts.workers ?? []) await worker.stop();
    await this.service.stop();
  }

  /** A person whom the user service knows. */
  addPerson(userId: string, username: string, status: ProfileStatus = 'active'): void {
    this.owners.addProfile(testProfile(userId, { username, fullName: `${username} Example`, status }));
  }

  follow(followerId: string, followingId: string): void {
    this.owners.follow(followerId, followingId);
  }

  async get(path: string, userId?: string): Promise<Awaited<Test>> {
    return supertest(this.service.url)
      .get(path)
      .set(await this.service.as(userId));
  }

  async post(path: string, body: object, userId?: string, headers: Record<string, string> = {}) {
    return supertest(this.service.url)
      .post(path)
      .set(await this.service.as(userId))
      .set(headers)
      .send(body);
  }

  async patch(path: string, body: object, userId?: string) {
    return supertest(this.service.url)
      .patch(path)
      .set(await this.service.as(userId))
      .send(body);
  }

  async delete(path: string, userId?: string) {
    return supertest(this.service.url)
      .delete(path)
      .set(await this.service.as(userId));
  }

  /** A post that is there; answers its view. */
  async write(userId: string, content: string, more: object = {}) {
    const { status, body } = await this.post('/api/v1/posts', { content, ...more }, userId);
    if (status !== 201) throw new Error(`The post was not taken: ${JSON.stringify(body)}`);
    return body;
  }

  async upload(userId: string | undefined, file: Buffer, headers: Record<string, string> = {}) {
    return supertest(this.service.url)
      .post('/api/v1/media')
      .set(await this.service.as(userId))
      .set(headers)
      .attach('file', file, 'picture');
  }

  query<Row = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.service.database.manager.query(sql, values);
  }

  async count(table: string, condition = '1'): Promise<number> {
    const [row] = await this.query<{ found: string }>(`SELECT COUNT(*) AS found FROM ${table} WHERE ${condition}`);
    return Number(row!.found);
  }
}

export function png(color = '#336699'): Promise<Buffer> {
  return sharp({ create: { width: 40, height: 20, channels: 3, background: color } })
    .png()
    .toBuffer();
}

/** Waits until a condition holds; throws when it does not within ten seconds. */
export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > giveUpAt) throw new Error(`This did not come true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
