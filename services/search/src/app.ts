import { readConfig, type Service, type ServiceDefinition, type ServiceParts } from '@townsquare/kit';
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
  PRIVACY_CHANGES_MIGRATIONS,
  PrivacyChanges,
  recountMutes,
  recountPeople,
  recountRoutes,
  visitPosts,
} from '@townsquare/projections';
import { SearchConfig } from './config.js';
import type { Context } from './context.js';
import { MIGRATIONS } from './data/migrations.js';
import { createIndices, isRebuildDue } from './indices/create-indices.js';
import { Findability } from './indices/findability.js';
import { IndexWriter } from './indices/index-writer.js';
import { SearchEngine } from './indices/search-engine.js';
import { Rebuilder } from './rebuilding/rebuilder.js';
import { createRoutes } from './routes/index.js';
import { createSubscriptions } from './subscriptions/index.js';
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
      ...PRIVACY_CHANGES_MIGRATIONS,
      ...MIGRATIONS,
    ],
  },
  async create(parts) {
    const engine = SearchEngine.connect(readConfig(SearchConfig).ELASTICSEARCH_URL);
    await createIndices(engine, parts.logger);
    const { dapr } = parts;
    return createSearchService(parts, {
      engine,
      owners: ownersThroughSidecar(dapr),
      exports: exportsThroughSidecar(dapr),
    });
  },
};

/** Elasticsearch, and what search asks of other services. */
export interface SearchParts {
  engine: SearchEngine;
  owners: Pick<Owners, 'profiles' | 'follows' | 'posts' | 'postsBy'>;
  exports: Pick<Exports, 'profiles' | 'posts' | 'graph'>;
}

export function createSearchService(
  parts: Pick<ServiceParts, 'database' | 'logger'>,
  searchParts: SearchParts,
): Service & { context: Context } {
  const context = createContext(parts, searchParts);
  const { database, engine, people, mutes, exports, privacyChanges } = context;
  const recounts = [recountPeople(database, people, exports, privacyChanges), recountMutes(database, mutes, exports)];
  return {
    routes: [...createRoutes(context), ...recountRoutes(recounts)],
    subscriptions: createSubscriptions(context),
    workers: [context.hashtagIndexer, context.privacyChanges, context.rebuilder],
    readiness: async () => ({
      elasticsearch: await engine.health(),
      indices: (await isRebuildDue(engine)) ? 'being rebuilt' : 'complete',
    }),
    context,
  };
}

function createContext(
  { database, logger }: Pick<ServiceParts, 'database' | 'logger'>,
  { engine, owners, exports }: SearchParts,
): Context {
  const writer = new IndexWriter(engine);
  const people = new People(database, owners);
  const hashtagIndexer = new HashtagIndexer(database, writer, logger);
  return {
    database,
    logger,
    engine,
    writer,
    owners,
    exports,
    people,
    blocks: new Blocks(database, people),
    mutes: new Mutes(database, people),
    hashtagIndexer,
    findability: new Findability(engine, logger),
    privacyChanges: new PrivacyChanges(
      database,
      logger,
      visitPosts(owners, async (post) => {
        await retagPost({ database, people }, post);
        hashtagIndexer.wake();
      }),
    ),
    rebuilder: new Rebuilder({ database, logger, engine, people, owners, exports }),
  };
}
