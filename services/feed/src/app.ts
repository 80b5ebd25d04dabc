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
import type { Context } from './context.js';
import { MIGRATIONS } from './data/migrations.js';
import { purgeAccount, purgePost } from './data/purge.js';
import { recountFollows } from './recount/recount-follows.js';
import { recountPostCopies } from './recount/recount-post-copies.js';
import { recountTimelines } from './recount/recount-timelines.js';
import { createRoutes } from './routes/index.js';
import { createSubscriptions } from './subscriptions/index.js';
import { createTimelineTrimmer } from './workers/trim-timelines.js';

export const feedService: ServiceDefinition = {
  name: 'feed',
  schema: {
    entities: [],
    migrations: [...KNOWN_PEOPLE_MIGRATIONS, KnownBlocks1700000000300, ...KNOWN_MUTES_MIGRATIONS, ...MIGRATIONS],
  },
  create: (parts) =>
    createFeedService(parts, {
      owners: ownersThroughSidecar(parts.dapr),
      exports: exportsThroughSidecar(parts.dapr),
      config: readConfig(FeedConfig),
    }),
};

/** What feed asks of other services, and its configuration. */
export interface FeedParts {
  owners: Pick<Owners, 'profiles'>;
  exports: Pick<Exports, 'profiles' | 'posts' | 'graph'>;
  config: FeedConfig;
}

export function createFeedService(
  { database, logger }: Pick<ServiceParts, 'database' | 'logger'>,
  { owners, exports, config }: FeedParts,
): Service & { purges: PurgeWorker } {
  const people = new People(database, owners);
  const blocks = new Blocks(database, people);
  const mutes = new Mutes(database, people);
  const purges = new PurgeWorker(database, logger, {
    user: (userId) => purgeAccount(database, { blocks, mutes }, userId),
    post: (postId) => purgePost(database, postId),
  });
  const context: Context = { database, people, blocks, mutes };
  const recounts = recountRoutes([
    recountPeople(database, people, exports),
    recountPostCopies(database, exports),
    recountFollows(database, exports),
    recountMutes(database, mutes, exports),
    recountTimelines(database, exports, config.TIMELINE_LIMIT),
  ]);
  return {
    routes: [...createRoutes(context), ...recounts],
    subscriptions: createSubscriptions(context),
    workers: [purges, createTimelineTrimmer(database, logger, config.TIMELINE_LIMIT)],
    purges,
  };
}
