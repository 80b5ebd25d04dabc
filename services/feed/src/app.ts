import { PurgeWorker, readConfig, type Service, type ServiceDefinition, type ServiceParts } from '@townsquare/kit';
import {
  Blocks,
  KnownBlocks1700000000300,
  KnownPeople1700000000100,
  type Owners,
  ownersThroughSidecar,
  People,
} from '@townsquare/projections';
import { FeedConfig } from './config.js';
import { MIGRATIONS } from './data/migrations.js';
import { purgeAccount, purgePost } from './data/purge.js';
import { routes } from './routes/index.js';
import { subscriptions } from './subscriptions/index.js';
import { createTrimmer } from './workers/trim-timelines.js';

export const feedService: ServiceDefinition = {
  name: 'feed',
  schema: {
    entities: [],
    migrations: [KnownPeople1700000000100, KnownBlocks1700000000300, ...MIGRATIONS],
  },
  create: (parts) => createFeed(parts, ownersThroughSidecar(parts.dapr), readConfig(FeedConfig)),
};

/** Builds feed from its parts; `owners` is what it asks of other services. */
export function createFeed(
  { database, logger }: ServiceParts,
  owners: Pick<Owners, 'profiles'>,
  config: FeedConfig,
): Service & { purges: PurgeWorker } {
  const purges = new PurgeWorker(database, logger, {
    user: (userId) => purgeAccount(database, userId),
    post: (postId) => purgePost(database, postId),
  });
  const context = { database, purges, people: new People(database, owners), blocks: new Blocks(database) };
  return {
    routes: routes(context),
    subscriptions: subscriptions(context),
    workers: [purges, createTrimmer(database, logger, config.TIMELINE_LIMIT)],
    purges,
  };
}
