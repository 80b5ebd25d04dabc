import type { BuiltTown } from '../built-town.js';
import { FOUND, MADE, runStage, type Stage } from '../run-stage.js';

/** Everybody opens an account, or has one, and logs in. */
export async function buildAccounts({ citizens, knownBefore }: BuiltTown, stage: Stage): Promise<void> {
  await runStage('accounts', citizens, citizens.length, stage, async (citizen, index) => {
    const opened = !(await citizen.isKnown()) && (await citizen.register());
    if (!opened) knownBefore.add(index);
    await citizen.logIn();
    return opened ? MADE : FOUND;
  });
}
