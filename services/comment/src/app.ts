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
  recountRemovals,
  recountRoutes,
  Visibility,
} from '@townsquare/projections';
import type { Context } from './context.js';
import { findLiveComments } from './data/comments.js';
import { Comment } from './data/entities.js';
import { MIGRATIONS } from './data/migrations.js';
import { recountHiddenComments, recountReplies, recountThreads } from './recount/recount-threads.js';
import { createRoutes } from './routes/index.js';
import { createSubscriptions } from './subscriptions/index.js';
import { hideComments } from './use-cases/hide-comments.js';
import { purgePostComments, purgeUserComments, takeOutMentions } from './use-cases/purge-comments.js';
import { removeById } from './use-cases/remove-comment.js';

export const commentService: ServiceDefinition = {
  name: 'comment',
  schema: {
    entities: [Comment],
    migrations: [
      ...KNOWN_PEOPLE_MIGRATIONS,
      KnownPosts1700000000200,
      KnownBlocks1700000000300,
      ...PRIVACY_CHANGES_MIGRATIONS,
      ...MIGRATIONS,
    ],
  },
  create: (parts) => createCommentService(parts, ownersThroughSidecar(parts.dapr), exportsThroughSidecar(parts.dapr)),
};

/** Builds the service from its parts and from its clients of other services. */
export function createCommentService(
  { database, logger }: Pick<ServiceParts, 'database' | 'logger'>,
  owners: Owners,
  exports: Pick<Exports, 'profiles' | 'posts' | 'removals'>,
): Service & { purges: PurgeWorker; privacyChanges: PrivacyChanges } {
  const people = new People(database, owners);
  const blocks = new Blocks(database, people);
  const purges = new PurgeWorker(database, logger, {
    user: async (userId, limit) =>
      (await purgeUserComments(database, userId, limit)) ||
      (await takeOutMentions(database, userId, limit)) ||
      (await blocks.purge(database.manager, userId)),
    post: (postId, limit) => purgePostComments(database, postId, limit),
  });
  const posts = new Posts(database, owners);
  const privacyChanges = new PrivacyChanges(database, logger, hideComments(database));
  const context: Context = {
    database,
    people,
    blocks,
    posts,
    visibility: new Visibility(people, blocks, owners),
    privacyChanges,
  };
  const recounts = recountRoutes([
    recountPeople(database, people, exports, privacyChanges),
    recountPosts(database, posts, exports),
    recountHiddenComments(database),
    recountThreads(database),
    recountReplies(database),
    recountRemovals(exports, {
      type: 'comment',
      present: async (ids) => (await findLiveComments(database.manager, ids)).map(({ id }) => id),
      remove: ({ target }) => database.transaction((tx) => removeById(tx, target.id)),
    }),
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
