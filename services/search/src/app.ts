import type { Service, ServiceDefinition, ServiceParts } from '@townsquare/kit';
import {
  Blocks,
  type Exports,
  exportsThroughSidecar,
  KNOWN_MUTES_MIGRATIONS,
  KNOWN_PEOPLE_MIGRATIONS,
  KnownBlocks1700000000300,
  Mutes,
  type Owners,
  ownersThroughSidecar,
  People,
  PrivacyChanges,
  PrivacyChanges1700000000500,
  recountMutes,
  recountPeople,
  recountRoutes,
} from '@townsquare/projections';
import { readSearchConfig } from './config.js';
import type { Context } from './context.js';
import { HashtagSpellings1700000001802, IndexedPosts1700000001800, Rebuilds1700000001801 } from './data/migrations.js';
import { createIndices, isRebuildDue } from './indices/create-indices.js';
import { Findability } from './indices/findability.js';
import { IndexWriter } from './indices/index-writer.js';
import { SearchEngine } from './indices/search-engine.js';
import type { Parts } from './parts.js';
import { Rebuilder } from './rebuilding/rebuilder.js';
import { routes } from './routes/index.js';
import { subscriptions } from './subscriptions/index.js';
import { retagPost } from './use-cases/index-post.js';
import { HashtagIndexer } from './workers/index-hashtags.js';

export const searchService: ServiceDefinition = {
  name: 'search',
  schema: {
    entities: [],
    migrations: [
      ...KNOWN_PEOPLE_MIGRATIONS,
      KnownBlocks1700000000300,
      ...KNOWN_MUTES_MIGRATIONS,
      PrivacyChanges1700000000500,
      IndexedPosts1700000001800,
      Rebuilds1700000001801,
      HashtagSpellings1700000001802,
    ],
  },
  async create(parts) {
    const engine = SearchEngine.connect(readSearchConfig().ELASTICSEARCH_URL);
    await createIndices(engine, parts.logger);
    const { dapr } = parts;
    return createSearch(createContext(parts, ownersThroughSidecar(dapr), exportsThroughSidecar(dapr), engine));
  },
};

/** What the service works with, given the parts, the owners of others' data, and Elasticsearch. */
export function createContext(
  { database, logger }: Pick<ServiceParts, 'database' | 'logger'>,
  owners: Pick<Owners, 'profiles' | 'follows' | 'posts' | 'postsBy'>,
  exports: Pick<Exports, 'profiles' | 'posts' | 'graph'>,
  engine: SearchEngine,
): Context {
  const writer = new IndexWriter(engine);
  const people = new People(database, owners);
  const parts: Parts = {
    database,
    logger,
    engine,
    writer,
    owners,
    exports,
    hashtagIndexer: new HashtagIndexer(database, writer, logger),
    findability: new Findability(engine, logger),
    people,
    blocks: new Blocks(database, people),
    mutes: new Mutes(database, people),
  };
  const privacyChanges = new PrivacyChanges(database, owners, logger, async (post) => {
    await retagPost(parts, post);
    parts.hashtagIndexer.wake();
  });
  return { ...parts, privacyChanges, rebuilder: new Rebuilder(parts) };
}

export function createSearch(context: Context): Service {
  const { database, people, mutes, exports } = context;
  const recounts = [recountPeople(database, people, exports), recountMutes(database, mutes, exports)];
  return {
    routes: [...routes(context), ...recountRoutes(recounts)],
    subscriptions: subscriptions(context),
    workers: [context.hashtagIndexer, context.privacyChanges, context.rebuilder],
    readiness: async () => ({
      elasticsearch: await context.engine.health(),
      indices: (await isRebuildDue(context.engine)) ? 'being rebuilt' : 'complete',
    }),
  };
}
