import {
  type Database,
  PurgeWorker,
  readConfig,
  type Service,
  type ServiceDefinition,
  type ServiceParts,
  withRedisLogin,
} from '@townsquare/kit';
import {
  Blocks,
  type Exports,
  exportsThroughSidecar,
  Mutes,
  type Owners,
  ownersThroughSidecar,
  People,
  Posts,
  PrivacyChanges,
  recountRoutes,
  visitPosts,
} from '@townsquare/projections';
import { NotificationConfig } from './config.js';
import type { Context } from './context.js';
import { MIGRATIONS } from './data/migrations.js';
import { purgeAccount, purgeComment, purgePost } from './data/purges.js';
import { createLiveReads } from './live/live-reads.js';
import { SocketHub } from './live/socket-hub.js';
import type { ReadingContext } from './reading/visible.js';
import { createRecounts } from './recount/index.js';
import { createRoutes } from './routes/index.js';
import { createSubscriptions } from './subscriptions/index.js';
import { hidePost } from './use-cases/remove-from-strangers.js';

/** What the service asks of other services. */
export interface Outside {
  owners: Owners;
  exports: Exports;
}

/** The service with its parts by name, so that a test can drive them step by step. */
export interface NotificationService extends Service {
  hub: SocketHub;
  purges: PurgeWorker;
  privacyChanges: PrivacyChanges;
}

/** Notifications, their preferences, and live delivery. */
export const notificationService: ServiceDefinition = {
  name: 'notification',
  schema: { entities: [], migrations: MIGRATIONS },
  create: (parts) => {
    const { dapr, tokens, endedSessions } = parts;
    const config = readConfig(NotificationConfig);
    const outside = { owners: ownersThroughSidecar(dapr), exports: exportsThroughSidecar(dapr) };
    const service = createNotificationService(parts, outside);
    endedSessions.onEnded((sessionIds) => service.hub.endSessions(sessionIds));
    return {
      ...service,
      onListening: async (server) => {
        const redisUrl = await withRedisLogin(dapr, 'notification', config.REDIS_URL);
        return service.hub.attach(server, tokens, { ...config, REDIS_URL: redisUrl });
      },
    };
  },
};

/** Builds the service from its parts. */
export function createNotificationService(
  { database, logger }: ServiceParts,
  { owners, exports }: Outside,
): NotificationService {
  const reading = createReadingContext(database, owners);
  const mutes = new Mutes(database, reading.people);
  const hub = new SocketHub(createLiveReads(reading), logger);
  const removed = (userIds: string[]) => hub.publish({ counted: userIds });
  const purges = new PurgeWorker(database, logger, {
    user: (userId) => purgeAccount(database, { blocks: reading.blocks, mutes }, userId, removed),
    post: (postId) => purgePost(database, postId, removed),
    comment: (commentId) => purgeComment(database, commentId, removed),
  });
  const privacyChanges = new PrivacyChanges(
    database,
    logger,
    visitPosts(owners, async (post) => {
      removed(await hidePost({ ...reading, owners }, post));
    }),
  );
  const context: Context = { ...reading, mutes, owners, live: hub, privacyChanges };
  return {
    routes: [...createRoutes(context), ...recountRoutes(createRecounts(context, exports))],
    subscriptions: createSubscriptions(context),
    workers: [purges, privacyChanges],
    hub,
    purges,
    privacyChanges,
  };
}

/** What notifications are read with, at any instance. */
export function createReadingContext(database: Database, owners: Pick<Owners, 'profiles' | 'posts'>): ReadingContext {
  const people = new People(database, owners);
  const blocks = new Blocks(database, people);
  return { database, people, blocks, posts: new Posts(database, owners) };
}
