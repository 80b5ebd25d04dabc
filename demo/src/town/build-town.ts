import type { Plan } from '../plan/plan.js';
import type { BuiltTown } from './built-town.js';
import { DemoUser } from './demo-user.js';
import type { Stage } from './run-stage.js';
import { buildAccounts } from './stages/accounts.js';
import { buildComments } from './stages/comments.js';
import { buildFollows } from './stages/follows.js';
import { buildPosts } from './stages/posts.js';
import { buildProfiles } from './stages/profiles.js';
import { buildReactions } from './stages/reactions.js';
import { buildReturns } from './stages/returns.js';
import type { TownClient } from './town-client.js';

/**
 * Makes everything of the plan that is not there yet, through the public API. `untilKnown` is waited for between the
 * people and what they do.
 */
export async function buildTown(
  plan: Plan,
  client: TownClient,
  stage: Stage,
  untilKnown: (userIds: string[]) => Promise<void>,
): Promise<BuiltTown> {
  const town: BuiltTown = {
    plan,
    users: plan.people.map((person, index) => new DemoUser(client, person, index)),
    knownBefore: new Set(),
    postIds: [],
    postsBefore: new Set(),
    commentIds: [],
    commentsBefore: new Set(),
  };
  await buildAccounts(town, stage);
  await buildProfiles(town, stage);
  await buildFollows(town, stage);
  await untilKnown(town.users.map((user) => user.userId));
  await buildPosts(town, stage);
  await buildComments(town, stage);
  await buildReactions(town, stage);
  await buildReturns(town, stage);
  return town;
}
