import type { Random } from '@townsquare/demo/random';

/** How many times two parts break at once. */
const PAIRS = 5;

/** Everything once, in an order of chance, and then some pairs. */
export function targetsOf(names: readonly string[], random: Random): string[][] {
  const single = random.shuffled(names).map((name) => [name]);
  const pairs = Array.from({ length: PAIRS }, () => random.shuffled(names).slice(0, 2));
  return [...single, ...pairs];
}
