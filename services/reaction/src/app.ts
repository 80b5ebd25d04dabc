import { PurgeWorker, type Service, type ServiceDefinition, type ServiceParts } from '@townsquare/kit';
import {
  Blocks,
  type Exports,
  exportsThroughSidecar,
  KNOWN_PEOPLE_MIGRATIONS,
  KnownBlocks1700000000300,
  KnownPosts1700000000200,
  type Owners,
  ownersThroughSidecar,
  People,
  Posts,
  recountPeople,
  recountPosts,
  recountRoutes,
  Visibility,
} from '@townsquare/projections';
import type { Context } from './context.js';
import { KnownComments } from './data/known-comments.js';
import { KnownComments1700000001201, Reactions1700000001202 } from './data/migrations.js';
import { purgeTarget, purgeUserReactions } from './data/purge.js';
import { recountTotals } from './recount/recount-totals.js';
import { routes } from './routes/index.js';
import { subscriptions } from './subscriptions/index.js';

export const reactionService: ServiceDefinition = {
  name: 'reaction',
  schema: {
    // Reactions are written more often than anything else: their statements are written by hand, in src/data.
    entities: [],
    migrations: [
      ...KNOWN_PEOPLE_MIGRATIONS,
      KnownPosts1700000000200,
      KnownBlocks1700000000300,
      KnownComments1700000001201,
      Reactions1700000001202,
    ],
  },
  create: (parts) => createReaction(parts, ownersThroughSidecar(parts.dapr), exportsThroughSidecar(parts.dapr)),
};

/** The service, built from its parts and from what it asks other services for. */
export function createReaction(
  { database, logger }: Pick<ServiceParts, 'database' | 'logger'>,
  owners: Owners,
  exports: Pick<Exports, 'profiles' | 'posts'>,
): Service & { purges: PurgeWorker } {
  const people = new People(database, owners);
  const blocks = new Blocks(database, people);
  const purges = new PurgeWorker(database, logger, {
    user: async (userId, limit) =>
      (await purgeUserReactions(database, userId, limit)) || (await blocks.purge(database.manager, userId)),
    post: (id, limit) => purgeTarget(database, { type: 'post', id }, limit),
    comment: (id, limit) => purgeTarget(database, { type: 'comment', id }, limit),
  });
  const posts = new Posts(database, owners);
  const context: Context = {
    database,
    people,
    blocks,
    posts,
    comments: new KnownComments(database, owners),
    visibility: new Visibility(people, blocks, owners),
    purges,
  };
  const recounts = recountRoutes([
    recountPeople(database, people, exports),
    recountPosts(database, posts, exports),
    recountTotals(database, 'post'),
    recountTotals(database, 'comment'),
  ]);
  const all = [...routes(context), ...recounts];
  return { routes: all, subscriptions: subscriptions(context), workers: [purges], purges };
}
