import type { Service, ServiceDefinition, ServiceParts } from '@townsquare/kit';
import {
  Blocks,
  KnownBlocks1700000000300,
  KnownPeople1700000000100,
  KnownPosts1700000000200,
  type Owners,
  ownersThroughSidecar,
  People,
  Posts,
  Visibility,
} from '@townsquare/projections';
import type { Context } from './context.js';
import { Counters1700000001900 } from './data/migrations.js';
import { createTrimmer } from './data/trim-rollups.js';
import { routes } from './routes/index.js';
import { subscriptions } from './subscriptions/index.js';

export const engagementService: ServiceDefinition = {
  name: 'engagement',
  schema: {
    entities: [],
    migrations: [KnownPeople1700000000100, KnownPosts1700000000200, KnownBlocks1700000000300, Counters1700000001900],
  },
  create: (parts) => createEngagement(parts, ownersThroughSidecar(parts.dapr)),
};

export function createEngagement(parts: Pick<ServiceParts, 'database' | 'logger'>, owners: Owners): Service {
  const { database, logger } = parts;
  const people = new People(database, owners);
  const blocks = new Blocks(database);
  const context: Context = {
    database,
    logger,
    owners,
    people,
    blocks,
    posts: new Posts(database, owners),
    visibility: new Visibility(people, blocks, owners),
  };
  return {
    routes: routes(context),
    subscriptions: subscriptions(context),
    workers: [createTrimmer(database, logger)],
  };
}
