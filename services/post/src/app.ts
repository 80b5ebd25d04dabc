import { BindingImageStore, type ImageStore } from '@townsquare/images';
import { PurgeWorker, type Service, type ServiceDefinition, type ServiceParts } from '@townsquare/kit';
import {
  Blocks,
  type Exports,
  exportsThroughSidecar,
  KNOWN_PEOPLE_MIGRATIONS,
  KnownBlocks1700000000300,
  type Owners,
  ownersThroughSidecar,
  People,
  recountPeople,
  recountRemovals,
  recountRoutes,
  Visibility,
} from '@townsquare/projections';
import type { Context } from './context.js';
import { ENTITIES } from './data/entities.js';
import { MIGRATIONS } from './data/migrations.js';
import { findPosts } from './data/posts.js';
import { createRoutes } from './routes/index.js';
import { createSubscriptions } from './subscriptions/index.js';
import { removePost } from './use-cases/write-posts.js';
import { createMediaCleaner } from './workers/clean-media.js';
import { purgeAccount } from './workers/purge-account.js';

/** What the service reaches outside itself. */
export interface Outside {
  owners: Pick<Owners, 'profiles' | 'follows'>;
  exports: Pick<Exports, 'profiles' | 'removals'>;
  images: ImageStore;
}

/** The post service with its workers by name, so that a test can drive them step by step. */
export interface PostService extends Service {
  mediaCleaner: ReturnType<typeof createMediaCleaner>;
  purges: PurgeWorker;
}

/** Posts, their images, hashtags and mentions. */
export const postService: ServiceDefinition = {
  name: 'post',
  schema: {
    entities: ENTITIES,
    migrations: [...KNOWN_PEOPLE_MIGRATIONS, KnownBlocks1700000000300, ...MIGRATIONS],
  },
  create: (parts) =>
    createPostService(parts, {
      owners: ownersThroughSidecar(parts.dapr),
      exports: exportsThroughSidecar(parts.dapr),
      images: new BindingImageStore(parts.dapr),
    }),
};

/** Builds the service from its parts. */
export function createPostService(
  { database, logger }: ServiceParts,
  { owners, exports, images }: Outside,
): PostService {
  const people = new People(database, owners);
  const blocks = new Blocks(database, people);
  const visibility = new Visibility(people, blocks, owners);
  const purges = new PurgeWorker(database, logger, { user: purgeAccount(database, blocks, images) });
  const mediaCleaner = createMediaCleaner(database, images, logger);
  const context: Context = { database, people, blocks, visibility, images, mediaCleaner };
  const recounts = [
    recountPeople(database, people, exports),
    recountRemovals(exports, {
      type: 'post',
      present: async (ids) => (await findPosts(database.manager, ids)).map(({ id }) => id),
      remove: ({ target, authorId }) => database.transaction((tx) => removePost(tx, authorId, target.id)),
    }),
  ];
  return {
    routes: [...createRoutes(context), ...recountRoutes(recounts)],
    subscriptions: createSubscriptions(context),
    mediaCleaner,
    purges,
    workers: [mediaCleaner, purges],
  };
}
