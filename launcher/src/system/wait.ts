import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../failure.js';

export interface WaitOptions {
  /** What is waited for, as in "MySQL did not answer". */
  readonly what: string;
  readonly limitSeconds: number;
  readonly log?: string;
  readonly advice?: string;
  /** Called at each turn; throws when there is no point in waiting on. */
  readonly giveUp?: () => Promise<void>;
}

/** Asks until the answer is not false, at most the limit; a thrown error counts as "not yet" and is told at the end. */
export async function waitFor<T>(ask: () => Promise<T | false>, options: WaitOptions): Promise<T> {
  const until = Date.now() + options.limitSeconds * 1000;
  let last = '';
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== false) return answer;
    } catch (error) {
      last = error instanceof Error ? `: ${error.message || error.name}` : '';
    }
    await options.giveUp?.();
    if (Date.now() > until) {
      throw new Failure(
        `${options.what} did not answer within ${options.limitSeconds} seconds${last}.`,
        options.advice ?? 'Read the log; then run the command again, which repairs what is down.',
        options.log,
      );
    }
    await sleep(150);
  }
}
