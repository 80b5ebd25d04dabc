import type { BuiltTown } from '../built-town.js';
import { FOUND, MADE, runStage, type Stage } from '../run-stage.js';

/** Everybody says something of themselves. */
export async function buildProfiles({ users, knownBefore }: BuiltTown, stage: Stage): Promise<void> {
  await runStage('profiles', users, users.length, stage, async (user, index) => {
    const { bio } = user.person;
    if (knownBefore.has(index)) {
      const profile = await user.get<{ bio: string }>(`/api/v1/profiles/${user.userId}`);
      if (profile.bio === bio) return FOUND;
    }
    await user.patch('/api/v1/profiles/me', { bio });
    return MADE;
  });
}
