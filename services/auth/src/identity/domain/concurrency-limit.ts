import { AppError } from '@townsquare/kit';

/** Work that has waited longer is not begun: its client has likely gone or tries again. */
const LONGEST_WAIT_MS = 3_000;

/**
 * Runs a limited number of tasks at once, in the order in which they came. Under overload every task would wait until its
 * client has gone, and all work would be in vain. So a task that has waited too long is refused, which costs nothing, and
 * later tasks run in time.
 */
export class ConcurrencyLimit {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(
    atOnce: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#free = atOnce;
  }

  /** Runs a task when it is its turn; throws `unavailable` when it has waited too long. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const came = this.now();
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      if (this.now() - came > LONGEST_WAIT_MS) {
        throw new AppError('unavailable', 'Too many people are signing in; try again.', undefined, {
          'retry-after': '2',
        });
      }
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
