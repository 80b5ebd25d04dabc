import { describe, expect, test } from '@jest/globals';
import { generateNetwork } from './generate.js';
import { summarizeDegrees } from './network.js';

/** The degrees of the college network that the generated one resembles. */
const MODEL = { mean: 39.1, median: 29, p90: 87, p99: 157, max: 313 };

describe('the generated network', () => {
  const seeds = ['townsquare', 'another', '42'];

  test.each(seeds)('of 1,000 people has the degrees of a real one, with seed %s', (seed) => {
    const degrees = summarizeDegrees(generateNetwork(1000, seed));
    for (const name of ['mean', 'median', 'p90', 'p99', 'max'] as const) {
      const share = degrees[name] / MODEL[name];
      expect({ name, near: share > 0.85 && share < 1.15, share }).toMatchObject({ name, near: true });
    }
  });

  test('is the same for the same seed, and another for another', () => {
    expect(generateNetwork(300, 'a')).toEqual(generateNetwork(300, 'a'));
    expect(generateNetwork(300, 'a').edges).not.toEqual(generateNetwork(300, 'b').edges);
  });

  test.each([1, 2, 3, 10, 50])('of %i people has no edge twice and nobody who is their own friend', (size) => {
    const { edges } = generateNetwork(size, 'small');
    expect(new Set(edges.map(([one, other]) => `${one}-${other}`)).size).toBe(edges.length);
    expect(edges.every(([one, other]) => one < other && other < size)).toBe(true);
  });

  test('has communities: friends of friends are friends far more often than chance has it', () => {
    const { size, edges } = generateNetwork(1000, 'townsquare');
    const joined = new Set(edges.map(([one, other]) => one * size + other));
    const friends: number[][] = Array.from({ length: size }, () => []);
    for (const [one, other] of edges) {
      friends[one]!.push(other);
      friends[other]!.push(one);
    }
    let [open, closed] = [0, 0];
    for (const list of friends) {
      for (let first = 0; first + 1 < list.length && first < 40; first++) {
        const [one, other] = [list[first]!, list[first + 1]!];
        open += 1;
        if (joined.has(Math.min(one, other) * size + Math.max(one, other))) closed += 1;
      }
    }
    expect(closed / open).toBeGreaterThan((3 * 2 * edges.length) / (size * size));
  });
});
