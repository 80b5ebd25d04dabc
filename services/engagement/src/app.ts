import type { Service, ServiceDefinition, ServiceParts } from '@townsquare/kit';
import {
  Blocks,
  type Counts,
  countsThroughSidecar,
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
  recountMutes,
  recountPeople,
  recountPosts,
  recountRoutes,
  Visibility,
  visitPosts,
} from '@townsquare/projections';
import type { Context } from './context.js';
import { MIGRATIONS } from './data/migrations.js';
import { recountHashtagHours, recountPostTags } from './recount/recount-hashtags.js';
import { recountPostCounters } from './recount/recount-post-counters.js';
import { recountUserCounters } from './recount/recount-user-counters.js';
import { createRoutes } from './routes/index.js';
import { createSubscriptions } from './subscriptions/index.js';
import { retagPost } from './use-cases/count.js';
import { createRollupTrimmer } from './workers/trim-rollups.js';

export const engagementService: ServiceDefinition = {
  name: 'engagement',
  schema: {
    entities: [],
    migrations: [
      ...KNOWN_PEOPLE_MIGRATIONS,
      KnownPosts1700000000200,
      KnownBlocks1700000000300,
      ...KNOWN_MUTES_MIGRATIONS,
      ...PRIVACY_CHANGES_MIGRATIONS,
      ...MIGRATIONS,
    ],
  },
  create: (parts) =>
    createEngagementService(parts, {
      owners: ownersThroughSidecar(parts.dapr),
      exports: exportsThroughSidecar(parts.dapr),
      counts: countsThroughSidecar(parts.dapr),
    }),
};

/** What engagement asks of other services: records that it has not seen in events, and all rows for its recounts. */
export interface EngagementParts {
  owners: Owners;
  exports: Pick<Exports, 'profiles' | 'posts' | 'graph'>;
  counts: Counts;
}

export function createEngagementService(
  { database, logger }: Pick<ServiceParts, 'database' | 'logger'>,
  { owners, exports, counts }: EngagementParts,
): Service & { privacyChanges: PrivacyChanges } {
  const people = new People(database, owners);
  const posts = new Posts(database, owners);
  const blocks = new Blocks(database, people);
  const mutes = new Mutes(database, people);
  const visibility = new Visibility(people, blocks, owners);
  const privacyChanges = new PrivacyChanges(
    database,
    logger,
    visitPosts(owners, (post) => retagPost({ database, people }, post)),
  );
  const context: Context = { database, logger, owners, people, posts, blocks, mutes, visibility, privacyChanges };
  const recounts = recountRoutes([
    recountPeople(database, people, exports, privacyChanges),
    recountPosts(database, posts, exports),
    recountMutes(database, mutes, exports),
    recountPostCounters(database, exports, counts),
    recountUserCounters(database, exports, counts),
    recountPostTags(database, people, exports),
    recountHashtagHours(database),
  ]);
  return {
    routes: [...createRoutes(context), ...recounts],
    subscriptions: createSubscriptions(context),
    workers: [createRollupTrimmer(database, logger), privacyChanges],
    privacyChanges,
  };
}
