import type { BuiltTown } from '../built-town.js';
import { FOUND, MADE, runStage, type Stage } from '../run-stage.js';

/** Everybody opens an account, or has one, and logs in. */
export async function buildAccounts({ users, knownBefore }: BuiltTown, stage: Stage): Promise<void> {
  await runStage('accounts', users, users.length, stage, async (user, index) => {
    const opened = !(await user.isKnown()) && (await user.register());
    if (!opened) knownBefore.add(index);
    await user.logIn();
    return opened ? MADE : FOUND;
  });
}
