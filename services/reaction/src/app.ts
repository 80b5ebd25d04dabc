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
  PRIVACY_CHANGES_MIGRATIONS,
  PrivacyChanges,
  recountPeople,
  recountPosts,
  recountRoutes,
  Visibility,
} from '@townsquare/projections';
import type { Context } from './context.js';
import { KnownComments } from './data/known-comments.js';
import { MIGRATIONS } from './data/migrations.js';
import { deleteReactionsTo } from './data/reactions.js';
import { recountHiddenReactions, recountTotals } from './recount/recount-totals.js';
import { createRoutes } from './routes/index.js';
import { createSubscriptions } from './subscriptions/index.js';
import { hideReactions, withdrawSome } from './use-cases/change-reaction.js';

export const reactionService: ServiceDefinition = {
  name: 'reaction',
  schema: {
    // Reactions are written more often than anything else, so their statements are plain SQL.
    entities: [],
    migrations: [
      ...KNOWN_PEOPLE_MIGRATIONS,
      KnownPosts1700000000200,
      KnownBlocks1700000000300,
      ...PRIVACY_CHANGES_MIGRATIONS,
      ...MIGRATIONS,
    ],
  },
  create: (parts) => createReactionService(parts, ownersThroughSidecar(parts.dapr), exportsThroughSidecar(parts.dapr)),
};

/** Builds the service from its parts and from its clients of other services. */
export function createReactionService(
  { database, logger }: Pick<ServiceParts, 'database' | 'logger'>,
  owners: Owners,
  exports: Pick<Exports, 'profiles' | 'posts'>,
): Service & { purges: PurgeWorker; privacyChanges: PrivacyChanges } {
  const people = new People(database, owners);
  const blocks = new Blocks(database, people);
  const purges = new PurgeWorker(database, logger, {
    user: async (userId, limit) =>
      (await withdrawSome(database, userId, limit)) || (await blocks.purge(database.manager, userId)),
    post: (id, limit) => deleteReactionsTo(database.manager, { type: 'post', id }, limit),
    comment: (id, limit) => deleteReactionsTo(database.manager, { type: 'comment', id }, limit),
  });
  const posts = new Posts(database, owners);
  const privacyChanges = new PrivacyChanges(database, logger, hideReactions(database));
  const context: Context = {
    database,
    people,
    blocks,
    posts,
    comments: new KnownComments(database, owners),
    visibility: new Visibility(people, blocks, owners),
    privacyChanges,
  };
  const recounts = recountRoutes([
    recountPeople(database, people, exports, privacyChanges),
    recountPosts(database, posts, exports),
    recountHiddenReactions(database),
    recountTotals(database, 'post'),
    recountTotals(database, 'comment'),
  ]);
  const all = [...createRoutes(context), ...recounts];
  return {
    routes: all,
    subscriptions: createSubscriptions(context),
    workers: [purges, privacyChanges],
    purges,
    privacyChanges,
  };
}
