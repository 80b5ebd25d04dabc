import { PurgeWorker, readConfig, type Service, type ServiceDefinition, type ServiceParts } from '@townsquare/kit';
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
  recountMutes,
  recountPeople,
  recountRoutes,
} from '@townsquare/projections';
import { FeedConfig } from './config.js';
import { MIGRATIONS } from './data/migrations.js';
import { purgeAccount, purgePost } from './data/purge.js';
import { recountFollows } from './recount/recount-follows.js';
import { recountPostCopies } from './recount/recount-post-copies.js';
import { recountTimelines } from './recount/recount-timelines.js';
import { routes } from './routes/index.js';
import { subscriptions } from './subscriptions/index.js';
import { createTrimmer } from './workers/trim-timelines.js';

export const feedService: ServiceDefinition = {
  name: 'feed',
  schema: {
    entities: [],
    migrations: [...KNOWN_PEOPLE_MIGRATIONS, KnownBlocks1700000000300, ...KNOWN_MUTES_MIGRATIONS, ...MIGRATIONS],
  },
  create: (parts) => {
    const { dapr } = parts;
    return createFeed(parts, ownersThroughSidecar(dapr), exportsThroughSidecar(dapr), readConfig(FeedConfig));
  },
};

/** Builds feed from its parts; `owners` and `exports` are what it asks of other services. */
export function createFeed(
  { database, logger }: ServiceParts,
  owners: Pick<Owners, 'profiles'>,
  exports: Pick<Exports, 'profiles' | 'posts' | 'graph'>,
  config: FeedConfig,
): Service & { purges: PurgeWorker } {
  const people = new People(database, owners);
  const blocks = new Blocks(database, people);
  const mutes = new Mutes(database, people);
  const purges = new PurgeWorker(database, logger, {
    user: (userId) => purgeAccount(database, { blocks, mutes }, userId),
    post: (postId) => purgePost(database, postId),
  });
  const context = { database, purges, people, blocks, mutes };
  const recounts = recountRoutes([
    recountPeople(database, people, exports),
    recountPostCopies(database, exports, purges),
    recountFollows(database, exports),
    recountMutes(database, mutes, exports),
    recountTimelines(database, exports, config.TIMELINE_LIMIT),
  ]);
  return {
    routes: [...routes(context), ...recounts],
    subscriptions: subscriptions(context),
    workers: [purges, createTrimmer(database, logger, config.TIMELINE_LIMIT)],
    purges,
  };
}
