import { BindingImageStore, type ImageStore } from '@townsquare/images';
import { PurgeWorker, readConfig, type Service, type ServiceDefinition, type ServiceParts } from '@townsquare/kit';
import { type Accounts, accountsThroughSidecar } from './accounts.js';
import { UserConfig } from './config.js';
import type { Context } from './context.js';
import { MIGRATIONS } from './data/migrations.js';
import { Profile } from './data/profile.entity.js';
import { Profiles } from './profiles.js';
import { createRoutes } from './routes/index.js';
import { createSubscriptions } from './subscriptions/index.js';
import { Announcer } from './workers/announcer.js';
import { createPictureCleaner } from './workers/picture-cleaner.js';
import { purgeAccount } from './workers/purge-account.js';
import { createRequestAccepter } from './workers/request-accepter.js';

/** What the service reaches outside of itself. */
export interface Outside {
  accounts: Accounts;
  images: ImageStore;
}

/** The user service with its workers by name, so that a test can drive them step by step. */
export interface UserService extends Service {
  announcer: Announcer;
  purge: PurgeWorker;
}

/** Profiles, the follow graph, blocks and mutes; announces posts to followers. */
export const userService: ServiceDefinition = {
  name: 'user',
  schema: { entities: [Profile], migrations: MIGRATIONS },
  create: (parts) =>
    createUser(parts, readConfig(UserConfig), {
      accounts: accountsThroughSidecar(parts.dapr),
      images: new BindingImageStore(parts.dapr),
    }),
};

/** Builds the service from its parts. */
export function createUser(
  { database, cache, logger }: ServiceParts,
  config: UserConfig,
  { accounts, images }: Outside,
): UserService {
  const announcer = new Announcer(database, config.FANOUT_PUSH_LIMIT, logger);
  const purge = new PurgeWorker(database, logger, { user: purgeAccount(database, images) });
  const accepter = createRequestAccepter(database, logger);
  const context: Context = {
    database,
    images,
    profiles: new Profiles(database, cache, accounts),
    wakeAnnouncer: () => announcer.wake(),
    wakeAccepter: () => accepter.wake(),
    wakePurge: () => purge.wake(),
  };
  return {
    routes: createRoutes(context),
    subscriptions: createSubscriptions(context),
    announcer,
    purge,
    workers: [announcer, purge, accepter, createPictureCleaner(database, images, logger)],
  };
}
