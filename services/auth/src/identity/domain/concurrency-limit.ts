import { AppError } from '@townsquare/kit';
import pLimit, { type LimitFunction } from 'p-limit';

/** Work that has waited longer is not begun: its client has likely gone or tries again. */
const LONGEST_WAIT_MS = 3_000;

/**
 * Runs a limited number of tasks at once, in the order in which they came. Under overload every task would wait until its
 * client has gone, and all work would be in vain. So a task that has waited too long is refused, which costs nothing, and
 * later tasks run in time.
 */
export class ConcurrencyLimit {
  readonly #limit: LimitFunction;

  constructor(
    atOnce: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#limit = pLimit(atOnce);
  }

  /** Runs a task when it is its turn; throws `unavailable` when it has waited too long. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const came = this.now();
    return this.#limit(() => {
      if (this.now() - came <= LONGEST_WAIT_MS) return work();
      const detail = 'Too many people are signing in; try again.';
      throw new AppError('unavailable', detail, undefined, { 'retry-after': '2' });
    });
  }
}
