import { Random, WeightedChoice } from '../random.js';
import type { Network } from './network.js';

/** The shape of the network: that of the friendships at one college, as they were published (Traud et al., 2012). */
const MEAN_DEGREE = 39.1;
/**
 * The deviation of the logarithm of the expected degrees. Two people are joined once however often they are drawn, which
 * takes most from those with many friends: this is a little more than the degrees come out with.
 */
const SIGMA = 0.86;

/** People in a community, on average, and the share of friendships that stay inside one. */
const COMMUNITY_SIZE = 90;
const INSIDE = 0.45;

/** Attempts to place an edge before the network counts as full. */
const ATTEMPTS_PER_EDGE = 200;

/**
 * A friendship network by the degree-corrected stochastic block model of Karrer and Newman (Physical Review E 83, 016107,
 * 2011), with log-normal expected degrees and a planted partition: an edge joins two people in proportion to the
 * product of their expected degrees, inside a community more often than across. The same size and seed give the same
 * network.
 */
export function generateNetwork(size: number, seed: string): Network {
  const random = new Random(`${seed}/network`);
  const weights = expectedDegrees(size, random);
  const community = communities(size, random);
  const everyone = new WeightedChoice(weights);
  const members = membersOf(community);
  const inside = members.map((people) =>
    people.length === 0 ? everyone : new WeightedChoice(people.map((person) => weights[person]!)),
  );

  const wanted = Math.min(Math.round((size * MEAN_DEGREE) / 2), Math.floor((size * (size - 1)) / 4));
  const edges = new Map<number, [number, number]>();
  for (let attempt = 0; edges.size < wanted && attempt < wanted * ATTEMPTS_PER_EDGE; attempt++) {
    const one = everyone.draw(random);
    const group = community[one]!;
    const other = random.chance(INSIDE) ? members[group]![inside[group]!.draw(random)]! : everyone.draw(random);
    if (one === other) continue;
    const edge: [number, number] = one < other ? [one, other] : [other, one];
    edges.set(edge[0] * size + edge[1], edge);
  }
  const description = `${size} people made by a degree-corrected stochastic block model (Karrer and Newman, 2011), seed ${seed}`;
  return { size, edges: [...edges.values()], description };
}

/** Weights, log-normal: evenly spread over the quantiles, and dealt to people in random order. */
function expectedDegrees(size: number, random: Random): number[] {
  const degrees = Array.from({ length: size }, (_, rank) => Math.exp(SIGMA * normalQuantile((rank + 0.5) / size)));
  return random.shuffled(degrees);
}

/** The community of each person. Sizes differ, as those of real ones do. */
function communities(size: number, random: Random): number[] {
  const count = Math.max(1, Math.round(size / COMMUNITY_SIZE));
  const sizes = new WeightedChoice(Array.from({ length: count }, () => Math.exp(0.5 * random.normal())));
  return Array.from({ length: size }, () => sizes.draw(random));
}

function membersOf(community: number[]): number[][] {
  const members: number[][] = [];
  community.forEach((group, person) => {
    members[group] ??= [];
    members[group].push(person);
  });
  return Array.from(members, (people) => people ?? []);
}

/** The standard normal distribution's quantile function, by bisection of its distribution function. */
function normalQuantile(probability: number): number {
  let [low, high] = [-8, 8];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The share of the standard normal distribution below `z` (Abramowitz and Stegun 26.2.17; error below 1e-7). */
function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const tail =
    density * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z > 0 ? 1 - tail : tail;
}
