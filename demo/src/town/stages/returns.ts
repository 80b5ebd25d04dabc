import type { BuiltTown } from '../built-town.js';
import { MADE, runStage, type Stage } from '../run-stage.js';

/** One in this many new people goes away for a moment. */
const ONE_IN = 20;

/**
 * Some people deactivate their accounts and come back. So all services hide and show what these wrote while the rest of it
 * is still arriving, and the figures have to be the same in the end.
 */
export async function buildReturns({ users, knownBefore }: BuiltTown, stage: Stage): Promise<void> {
  const returning = users.filter((_, index) => index % ONE_IN === 0 && !knownBefore.has(index));
  await runStage('returns', returning, returning.length, stage, async (user) => {
    await user.deactivate();
    await user.logIn();
    return MADE;
  });
}
