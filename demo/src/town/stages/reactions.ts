import { groupBy } from '../../group-by.js';
import type { PlannedReaction } from '../../plan/plan.js';
import type { BuiltTown } from '../built-town.js';
import type { DemoUser } from '../demo-user.js';
import { type Outcome, runStage, type Stage } from '../run-stage.js';

interface PersonReaction {
  person: { userId: string };
  type: string;
}

/** Friends react to posts and comments. */
export async function buildReactions(town: BuiltTown, stage: Stage): Promise<void> {
  const { plan, users } = town;
  const targets = groupBy(plan.reactions, ({ target }) => JSON.stringify(target));
  await runStage('reactions', [...targets.values()], plan.reactions.length, stage, async (reactions) => {
    const outcome: Outcome = { made: 0, found: 0 };
    const { path, before, reader } = place(town, reactions[0]!.target);
    const there = before ? await readReactions(reader, path) : new Map<string, string>();
    for (const { author, type } of reactions) {
      const known = there.get(users[author]!.userId) === type;
      if (!known) await users[author]!.put(path, { type });
      outcome[known ? 'found' : 'made'] += 1;
    }
    return outcome;
  });
}

/** Where a target's reactions are, whether it was there before this run, and somebody who may see it. */
function place(town: BuiltTown, target: PlannedReaction['target']) {
  const { plan, users, postIds, postsBefore, commentIds, commentsBefore } = town;
  const post = 'post' in target ? target.post : plan.comments[target.comment]!.post;
  const reader = users[plan.posts[post]!.author]!;
  if ('post' in target) {
    return { path: `/api/v1/posts/${postIds[post]}/reactions`, before: postsBefore.has(post), reader };
  }
  const path = `/api/v1/comments/${commentIds[target.comment]}/reactions`;
  return { path, before: commentsBefore.has(target.comment), reader };
}

async function readReactions(reader: DemoUser, path: string): Promise<Map<string, string>> {
  const people = await reader.list<PersonReaction>(`${path}/people`);
  return new Map(people.map(({ person, type }) => [person.userId, type]));
}
