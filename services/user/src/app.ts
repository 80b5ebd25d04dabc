import { BindingImageStore, type ImageStore } from '@townsquare/images';
import { PurgeWorker, readConfig, type Service, type ServiceDefinition, type ServiceParts } from '@townsquare/kit';
import { PRIVACY_CHANGES_MIGRATIONS, PrivacyChanges, recountRoutes } from '@townsquare/projections';
import { type Accounts, accountsThroughSidecar } from './clients/accounts.js';
import { UserConfig } from './config.js';
import type { Context } from './context.js';
import { ENTITIES } from './data/entities.js';
import { MIGRATIONS } from './data/migrations.js';
import { Profiles } from './reading/profiles.js';
import { recountMarks } from './recount/recount-marks.js';
import { createRoutes } from './routes/index.js';
import { createSubscriptions } from './subscriptions/index.js';
import { hideFollows } from './use-cases/hide-follows.js';
import { createRequestAccepter } from './workers/accept-requests.js';
import { Announcer } from './workers/announce-posts.js';
import { createPictureCleaner } from './workers/clean-pictures.js';
import { createFollowerCounter } from './workers/count-followers.js';
import { purgeAccount } from './workers/purge-account.js';

/** What the service reaches outside itself, and its settings. */
export interface Outside {
  accounts: Accounts;
  images: ImageStore;
  config: UserConfig;
}

/** The user service with its workers by name, so that a test can drive them step by step. */
export interface UserService extends Service {
  announcer: Announcer;
  purges: PurgeWorker;
  privacyChanges: PrivacyChanges;
}

/** Profiles, the follow graph, blocks and mutes; announces posts to followers. */
export const userService: ServiceDefinition = {
  name: 'user',
  schema: { entities: ENTITIES, migrations: [...PRIVACY_CHANGES_MIGRATIONS, ...MIGRATIONS] },
  create: (parts) =>
    createUserService(parts, {
      accounts: accountsThroughSidecar(parts.dapr),
      images: new BindingImageStore(parts.dapr),
      config: readConfig(UserConfig),
    }),
};

/** Builds the service from its parts. */
export function createUserService(
  { database, cache, logger }: ServiceParts,
  { accounts, images, config }: Outside,
): UserService {
  const announcer = new Announcer(database, config.FANOUT_PUSH_LIMIT, logger);
  const purges = new PurgeWorker(database, logger, { user: purgeAccount(database, images) });
  const accepter = createRequestAccepter(database, logger);
  const privacyChanges = new PrivacyChanges(database, logger, hideFollows(database));
  const context: Context = {
    database,
    images,
    profiles: new Profiles(database, cache, accounts),
    wakeAnnouncer: () => announcer.wake(),
    wakeAccepter: () => accepter.wake(),
  };
  return {
    routes: [...createRoutes(context), ...recountRoutes([recountMarks(database)])],
    subscriptions: createSubscriptions(context),
    announcer,
    purges,
    privacyChanges,
    workers: [
      announcer,
      purges,
      privacyChanges,
      accepter,
      createPictureCleaner(database, images, logger),
      createFollowerCounter(database, logger),
    ],
  };
}
