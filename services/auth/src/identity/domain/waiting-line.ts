import { AppError } from '@townsquare/kit';

/** What has waited longer is not begun: whoever wants it has likely gone, or asks again. */
const LONGEST_WAIT_MS = 3_000;

/**
 * Work that is done some at a time, in the order in which it came. When more comes than can be done, all would wait until
 * nobody waits for the answers any more, and all work would be in vain; so what has waited too long is refused, which
 * costs nothing, and what came later is answered in time.
 */
export class WaitingLine {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(
    atOnce: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#free = atOnce;
  }

  /** Does the work when it is its turn; throws `unavailable` when that comes too late. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const came = this.now();
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      if (this.now() - came > LONGEST_WAIT_MS) {
        throw new AppError('unavailable', 'Too many people sign in just now; try again.', undefined, {
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
