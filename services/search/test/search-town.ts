import { randomBytes } from 'node:crypto';
import {
  type PostSnapshot,
  type ProfileRecord,
  type ProfileSnapshot,
  postCreated,
  profileUpdated,
  userBlocked,
  userMuted,
  userUnmuted,
  userWordsMuted,
} from '@townsquare/contracts';
import { outsideTransactions, unavailable } from '@townsquare/kit';
import { TestService } from '@townsquare/kit/testing';
import { FakeExports, muteOf, nextPostsBy } from '@townsquare/projections/testing';
import supertest from 'supertest';
import { createSearchService, searchService } from '../src/app.js';
import type { Context } from '../src/context.js';
import { createIndices } from '../src/indices/create-indices.js';
import { SearchEngine } from '../src/indices/search-engine.js';

/** The creation time of posts and users, unless a test sets another. */
export const AT = '2026-01-02T03:04:05.678Z';

/** The search service on a real database and a real Elasticsearch, with indices of its own, and methods that deliver events. */
export class SearchTown {
  /** The follows in the graph: `follower>followed`. */
  readonly follows = new Set<string>();
  graphAnswers = true;
  #nextPost = 1;

  private constructor(
    readonly service: TestService,
    private readonly created: ReturnType<typeof createSearchService>,
    /** What the owners of profiles and posts export. */
    readonly exports: FakeExports,
  ) {}

  static async open(): Promise<SearchTown> {
    const engine = SearchEngine.connect(elasticsearchUrl(), `test-${randomBytes(6).toString('hex')}-`);
    let town: SearchTown | undefined;
    let created: ReturnType<typeof createSearchService> | undefined;
    const exports = new FakeExports();
    const owners = outsideTransactions(
      {
        profiles: async (): Promise<ProfileRecord[]> => [],
        posts: async (ids: string[]) => ids.flatMap((id) => exports.owned.posts.get(id) ?? []),
        postsBy: async (authorId: string, after: string) => nextPostsBy(exports.owned.posts.values(), authorId, after),
        follows: async (follower: string, ids: string[]) => {
          if (!town?.graphAnswers) throw unavailable('user', 'test');
          return new Set(ids.filter((id) => town?.follows.has(`${follower}>${id}`)));
        },
      },
      'owners',
    );
    const service = await TestService.start(searchService, async (parts) => {
      await createIndices(engine, parts.logger);
      created = createSearchService(parts, { engine, owners, exports });
      return created;
    });
    town = new SearchTown(service, created!, exports);
    return town;
  }

  get context(): Context {
    return this.created.context;
  }

  /** What the service's readiness tells of its indices. */
  async indexState(): Promise<unknown> {
    return (await this.created.readiness?.())?.indices;
  }

  async close(): Promise<void> {
    const { engine } = this.context;
    const made = await engine.client.indices.getAlias({ name: `${engine.alias('users').replace(/users$/, '')}*` });
    await engine.client.indices.delete({ index: Object.keys(made) });
    await engine.close();
    await this.service.stop();
  }

  async person(userId: string, profile: Partial<ProfileSnapshot> = {}, version = 1): Promise<void> {
    const data = {
      userId,
      username: `user${userId}`,
      fullName: `Person ${userId}`,
      bio: '',
      profilePicture: null,
      status: 'active' as const,
      isPrivate: false,
      createdAt: AT,
      ...profile,
    };
    await this.applied(this.service.deliver(profileUpdated, data, { aggregateversion: version }));
  }

  /** Creates a post and returns its id. */
  async post(authorId: string, content: string, more: Partial<PostSnapshot> = {}): Promise<string> {
    const data = this.snapshot(authorId, content, more);
    await this.applied(this.service.deliver(postCreated, data));
    return data.postId;
  }

  snapshot(authorId: string, content: string, more: Partial<PostSnapshot> = {}): PostSnapshot {
    return {
      postId: String(this.#nextPost++),
      authorId,
      content,
      media: null,
      isPrivate: false,
      hashtags: [...content.matchAll(/#(\p{L}+)/gu)].map((match) => match[1]!.toLowerCase()),
      mentions: [],
      createdAt: AT,
      updatedAt: AT,
      ...more,
    };
  }

  async block(blockerId: string, blockedId: string): Promise<void> {
    await this.applied(this.service.deliver(userBlocked, { blockerId, blockedId, at: AT }));
  }

  async mute(muterId: string, mutedId: string, version: number): Promise<void> {
    await this.applied(this.service.deliver(userMuted, muteOf(muterId, mutedId), { aggregateversion: version }));
  }

  async unmute(muterId: string, mutedId: string, version: number): Promise<void> {
    await this.applied(this.service.deliver(userUnmuted, muteOf(muterId, mutedId), { aggregateversion: version }));
  }

  /** Visits the posts of all users whose privacy has changed. */
  async visitPrivacyChanges(): Promise<void> {
    while (await this.context.privacyChanges.visitBatch());
  }

  async muteWords(userId: string, words: string[], version: number): Promise<void> {
    await this.applied(this.service.deliver(userWordsMuted, { userId, words, at: AT }, { aggregateversion: version }));
  }

  /** Makes everything that was delivered findable. */
  async indexed(): Promise<void> {
    while (await this.context.hashtagIndexer.indexBatch());
    await this.context.engine.refresh();
  }

  async get(path: string, userId?: string) {
    return supertest(this.service.url)
      .get(`/api/v1${path}`)
      .set(await this.service.as(userId));
  }

  /** The ids (or tags) that a search finds, in order. */
  async find(type: 'posts' | 'people' | 'hashtags', q: string, userId?: string): Promise<string[]> {
    const answer = await this.get(`/search?type=${type}&q=${encodeURIComponent(q)}`, userId);
    if (answer.status !== 200) throw new Error(`The search failed: ${answer.status} ${answer.text}`);
    return answer.body.items.map((item: FoundAnything) => item.post?.id ?? item.person?.userId ?? item.tag);
  }

  private async applied(delivery: Promise<string>): Promise<void> {
    const status = await delivery;
    if (status !== 'SUCCESS') throw new Error(`The event was not applied: ${status}`);
  }
}

interface FoundAnything {
  post?: { id: string };
  person?: { userId: string };
  tag?: string;
}

function elasticsearchUrl(): string {
  const url = process.env.TOWN_TEST_ELASTICSEARCH_URL;
  if (!url) throw new Error('TOWN_TEST_ELASTICSEARCH_URL is not set. Run the tests with `npm test`.');
  return url;
}
