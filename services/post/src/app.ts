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
  recountRoutes,
  Visibility,
} from '@townsquare/projections';
import type { Context } from './context.js';
import { Media } from './data/media.js';
import { Post } from './data/post.js';
import { POST_MIGRATIONS } from './data/post-migrations.js';
import { routes } from './routes/index.js';
import { subscriptions } from './subscriptions/index.js';
import { createMediaCleaner } from './workers/media-cleaner.js';
import { purgeUser } from './workers/purge-user.js';

export const postService: ServiceDefinition = {
  name: 'post',
  schema: {
    entities: [Post, Media],
    migrations: [...KNOWN_PEOPLE_MIGRATIONS, KnownBlocks1700000000300, ...POST_MIGRATIONS],
  },
  create: (parts) => {
    const { dapr } = parts;
    const images = new BindingImageStore(dapr);
    return createPostService(parts, ownersThroughSidecar(dapr), exportsThroughSidecar(dapr), images);
  },
};

/** Builds the service from its parts, and from what it asks of others. */
export function createPostService(
  { database, logger }: ServiceParts,
  owners: Pick<Owners, 'profiles' | 'follows'>,
  exports: Pick<Exports, 'profiles'>,
  images: ImageStore,
): Service {
  const people = new People(database, owners);
  const blocks = new Blocks(database, people);
  const visibility = new Visibility(people, blocks, owners);
  const purger = new PurgeWorker(database, logger, { user: purgeUser(database, blocks, images) });
  const mediaCleaner = createMediaCleaner(database, images, logger);
  const context: Context = { database, people, blocks, visibility, images, mediaCleaner, purger };
  return {
    routes: [...routes(context), ...recountRoutes([recountPeople(database, people, exports)])],
    subscriptions: subscriptions(context),
    workers: [mediaCleaner, purger],
  };
}
