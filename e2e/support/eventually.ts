const PAUSE_MS = 50;
const LIMIT_MS = 20_000;

/**
 * Asks again until the answer passes, and answers it; throws the last failure when the limit is over. What crosses
 * services happens soon, not at once: tests wait for it rather than for a time.
 */
export async function eventually<T>(
  ask: () => Promise<T>,
  passes: (answer: T) => boolean,
  what: string,
  limitMs = LIMIT_MS,
): Promise<T> {
  const giveUpAt = Date.now() + limitMs;
  let last: unknown;
  do {
    try {
      const answer = await ask();
      if (passes(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  } while (Date.now() < giveUpAt);
  const shown = last instanceof Error ? last.stack : JSON.stringify(last, null, 2);
  throw new Error(`${what}: not within ${limitMs / 1000} s. The last answer was: ${shown}`);
}
