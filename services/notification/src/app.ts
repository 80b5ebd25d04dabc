import {
  COMPONENTS,
  type DaprClient,
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
import { type LiveSessions, liveSessionsThroughSidecar } from './clients/live-sessions.js';
import { PushClient, type VapidDetails } from './clients/push-client.js';
import { NotificationConfig } from './config.js';
import type { Context, PushSettings } from './context.js';
import { MIGRATIONS } from './data/migrations.js';
import { purgeAccount, purgeComment, purgePost } from './data/purges.js';
import { removeOfSessions } from './data/push-subscriptions.js';
import { createLiveReads } from './live/live-reads.js';
import { SocketHub } from './live/socket-hub.js';
import type { ReadingContext } from './reading/visible.js';
import { createRecounts } from './recount/index.js';
import { createRoutes } from './routes/index.js';
import { createSubscriptions } from './subscriptions/index.js';
import { hidePost } from './use-cases/remove-from-strangers.js';
import { PushSessionCheck } from './workers/check-push-sessions.js';
import { PushSender } from './workers/send-pushes.js';

/** What the service asks of other services. */
export interface Outside {
  owners: Owners;
  exports: Exports;
  liveSessions: LiveSessions;
}

/** How pushes are signed, where they may go, and when they are sent. */
export interface PushOptions extends Omit<PushSettings, 'publicKey'> {
  vapid: VapidDetails;
}

/** The service with its parts by name, so that a test can drive them step by step. */
export interface NotificationService extends Service {
  hub: SocketHub;
  purges: PurgeWorker;
  privacyChanges: PrivacyChanges;
  pushes: PushSender;
  pushSessions: PushSessionCheck;
}

/** Notifications, their preferences, and live delivery. */
export const notificationService: ServiceDefinition = {
  name: 'notification',
  schema: { entities: [], migrations: MIGRATIONS },
  create: async (parts) => {
    const { dapr, tokens, endedSessions, database, logger } = parts;
    const config = readConfig(NotificationConfig);
    const outside = {
      owners: ownersThroughSidecar(dapr),
      exports: exportsThroughSidecar(dapr),
      liveSessions: liveSessionsThroughSidecar(dapr),
    };
    const service = createNotificationService(parts, outside, await readPushOptions(dapr, config));
    endedSessions.onEnded((sessionIds) => {
      service.hub.endSessions(sessionIds);
      removeOfSessions(database.manager, sessionIds).catch((error) => {
        logger.error({ err: error }, 'push subscriptions of ended sessions stay until their next push or check');
      });
    });
    return {
      ...service,
      onListening: async (server) => {
        const redisUrl = await withRedisLogin(dapr, 'notification', config.REDIS_URL);
        return service.hub.attach(server, tokens, { ...config, REDIS_URL: redisUrl });
      },
    };
  },
};

/** The settings of pushes, with the VAPID keys from the secret store; throws when it has none. */
async function readPushOptions(dapr: DaprClient, config: NotificationConfig): Promise<PushOptions> {
  const { publicKey, privateKey } = await dapr.getSecret(COMPONENTS.secrets, 'notification-push');
  if (!publicKey || !privateKey)
    throw new Error('The secret notification-push must have a publicKey and a privateKey.');
  return {
    vapid: { subject: config.PUSH_SUBJECT, publicKey, privateKey },
    endpoints: { services: config.PUSH_SERVICES, trustedOrigins: config.PUSH_TRUSTED_ORIGINS },
    delaySeconds: config.PUSH_DELAY_SECONDS,
  };
}

/** Builds the service from its parts. */
export function createNotificationService(
  { database, logger }: ServiceParts,
  { owners, exports, liveSessions }: Outside,
  { vapid, ...settings }: PushOptions,
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
  const client = new PushClient(vapid, settings.endpoints);
  const pushes = new PushSender({ reading, client, liveSessions }, logger);
  const pushSessions = new PushSessionCheck(database, liveSessions, logger);
  const push = { ...settings, publicKey: vapid.publicKey };
  const context: Context = { ...reading, mutes, owners, live: hub, privacyChanges, push };
  return {
    routes: [...createRoutes(context), ...recountRoutes(createRecounts(context, exports))],
    subscriptions: createSubscriptions(context),
    workers: [purges, privacyChanges, pushes, pushSessions],
    hub,
    purges,
    privacyChanges,
    pushes,
    pushSessions,
  };
}

/** What notifications are read with, at any instance. */
export function createReadingContext(database: Database, owners: Pick<Owners, 'profiles' | 'posts'>): ReadingContext {
  const people = new People(database, owners);
  const blocks = new Blocks(database, people);
  return { database, people, blocks, posts: new Posts(database, owners) };
}
