import type { BuiltTown } from '../built-town.js';
import { FOUND, MADE, runStage, type Stage } from '../run-stage.js';

/** Everybody says something of themselves. */
export async function buildProfiles({ citizens, knownBefore }: BuiltTown, stage: Stage): Promise<void> {
  await runStage('profiles', citizens, citizens.length, stage, async (citizen, index) => {
    const { bio } = citizen.person;
    if (knownBefore.has(index)) {
      const profile = await citizen.get<{ bio: string }>(`/api/v1/profiles/${citizen.userId}`);
      if (profile.bio === bio) return FOUND;
    }
    await citizen.patch('/api/v1/profiles/me', { bio });
    return MADE;
  });
}
