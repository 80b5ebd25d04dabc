import type { BuiltTown } from '../built-town.js';
import { FOUND, MADE, runStage, type Stage } from '../run-stage.js';

/** Friends follow each other. */
export async function buildFollows({ plan, users, knownBefore }: BuiltTown, stage: Stage): Promise<void> {
  const following = new Map<number, Promise<Set<string>>>();
  const alreadyFollowing = (person: number): Promise<Set<string>> => {
    const known = following.get(person);
    if (known) return known;
    const { userId } = users[person]!;
    const asked = knownBefore.has(person)
      ? users[person]!.list<{ userId: string }>(`/api/v1/users/${userId}/following`)
      : Promise.resolve([]);
    const ids = asked.then((people) => new Set(people.map((other) => other.userId)));
    following.set(person, ids);
    return ids;
  };
  await runStage('follows', plan.follows, plan.follows.length, stage, async ([follower, followed]) => {
    const { userId } = users[followed]!;
    if ((await alreadyFollowing(follower)).has(userId)) return FOUND;
    await users[follower]!.put(`/api/v1/users/${userId}/follow`);
    return MADE;
  });
}
