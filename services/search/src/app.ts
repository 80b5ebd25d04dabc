import type { Service, ServiceDefinition, ServiceParts } from '@townsquare/kit';
import {
  Blocks,
  KnownBlocks1700000000300,
  KnownPeople1700000000100,
  type Owners,
  ownersThroughSidecar,
  People,
} from '@townsquare/projections';
import { readSearchConfig } from './config.js';
import type { Context } from './context.js';
import { createIndices } from './data/create-indices.js';
import { HashtagIndexer } from './data/hashtag-indexer.js';
import { IndexedPosts1700000001800 } from './data/migrations.js';
import { SearchEngine } from './data/search-engine.js';
import { routes } from './routes/index.js';
import { subscriptions } from './subscriptions/index.js';

export const searchService: ServiceDefinition = {
  name: 'search',
  schema: {
    entities: [],
    migrations: [KnownPeople1700000000100, KnownBlocks1700000000300, IndexedPosts1700000001800],
  },
  async create(parts) {
    const engine = SearchEngine.connect(readSearchConfig().ELASTICSEARCH_URL);
    await createIndices(engine, parts.logger);
    return createSearch(createContext(parts, ownersThroughSidecar(parts.dapr), engine));
  },
};

/** What the service works with, given the parts, the owners of others' data, and Elasticsearch. */
export function createContext(
  { database, logger }: Pick<ServiceParts, 'database' | 'logger'>,
  owners: Pick<Owners, 'profiles' | 'follows'>,
  engine: SearchEngine,
): Context {
  const hashtagIndexer = new HashtagIndexer(database, engine, logger);
  return {
    database,
    logger,
    engine,
    owners,
    hashtagIndexer,
    people: new People(database, owners),
    blocks: new Blocks(database),
  };
}

export function createSearch(context: Context): Service {
  return {
    routes: routes(context),
    subscriptions: subscriptions(context),
    workers: [context.hashtagIndexer],
    readiness: async () => ({ elasticsearch: await context.engine.health() }),
  };
}
