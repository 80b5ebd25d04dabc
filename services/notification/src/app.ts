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
  KNOWN_MUTES_MIGRATIONS,
  KNOWN_PEOPLE_MIGRATIONS,
  KnownBlocks1700000000300,
  KnownPosts1700000000200,
  Mutes,
  type Owners,
  ownersThroughSidecar,
  People,
  Posts,
  PRIVACY_CHANGES_MIGRATIONS,
  PrivacyChanges,
  recountRoutes,
  visitPosts,
} from '@townsquare/projections';
import { NotificationConfig } from './config.js';
import type { Context } from './context.js';
import { READ_MIGRATIONS } from './data/generation-tables.js';
import { GROUP_MIGRATIONS } from './data/group-tables.js';
import { MIGRATIONS } from './data/migrations.js';
import { purgeAccount, purgeComment, purgePost } from './data/purge.js';
import { liveReads } from './live/live-reads.js';
import { SocketHub } from './live/socket-hub.js';
import { hidePost } from './notifying/take-from-strangers.js';
import type { ReadingContext } from './reading/visible.js';
import { recounts } from './recount/index.js';
import { routes } from './routes/index.js';
import { subscriptions } from './subscriptions/index.js';

export const NOTIFICATION = {
  name: 'notification',
  schema: {
    entities: [],
    migrations: [
      ...KNOWN_PEOPLE_MIGRATIONS,
      KnownPosts1700000000200,
      KnownBlocks1700000000300,
      ...KNOWN_MUTES_MIGRATIONS,
      ...PRIVACY_CHANGES_MIGRATIONS,
      ...MIGRATIONS,
      ...GROUP_MIGRATIONS,
      ...READ_MIGRATIONS,
    ],
  },
};

/** The service as a process runs it: its sockets open on the server that its routes are served on. */
export function notificationService(): ServiceDefinition {
  const config = readConfig(NotificationConfig);
  let hub: SocketHub | undefined;
  return {
    ...NOTIFICATION,
    create: (parts) => {
      const service = createNotification(parts, ownersThroughSidecar(parts.dapr), exportsThroughSidecar(parts.dapr));
      hub = service.hub;
      parts.endedSessions.onEnded((sessionIds) => service.hub.endSessions(sessionIds));
      return service;
    },
    onListening: async (server, parts) => {
      const redisUrl = await withRedisLogin(parts.dapr, NOTIFICATION.name, config.REDIS_URL);
      return hub?.attach(server, parts.tokens, { ...config, REDIS_URL: redisUrl });
    },
  };
}

/** Builds notification from its parts; `owners` and `exports` are what it asks of other services. */
export function createNotification(
  { database, logger }: ServiceParts,
  owners: Owners,
  exports: Exports,
): Service & { hub: SocketHub; purges: PurgeWorker; privacyChanges: PrivacyChanges } {
  const reading = readingContext(database, owners);
  const mutes = new Mutes(database, reading.people);
  const hub = new SocketHub(liveReads(reading), logger);
  const removed = (userIds: string[]) => hub.tell({ counted: userIds });
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
  const context: Context = { ...reading, mutes, owners, purges, live: hub, privacyChanges };
  const all = [...routes(context), ...recountRoutes(recounts(context, exports))];
  const workers = [purges, privacyChanges];
  return { routes: all, subscriptions: subscriptions(context), workers, hub, purges, privacyChanges };
}

/** What notifications are read with, at any instance. */
export function readingContext(database: Database, owners: Pick<Owners, 'profiles' | 'posts'>): ReadingContext {
  const people = new People(database, owners);
  const blocks = new Blocks(database, people);
  return { database, people, blocks, posts: new Posts(database, owners) };
}
