/** Friendships among people, who are numbered from 0. Each edge is there once, the lower number first. */
export interface Network {
  size: number;
  edges: [number, number][];
  /** Where it comes from, for a person to read. */
  description: string;
}

/** The friends of each person. */
export function friendsOf({ size, edges }: Network): number[][] {
  const friends: number[][] = Array.from({ length: size }, () => []);
  for (const [one, other] of edges) {
    friends[one]!.push(other);
    friends[other]!.push(one);
  }
  return friends;
}

export interface DegreeSummary {
  mean: number;
  median: number;
  p90: number;
  p99: number;
  max: number;
}

/** How many friends people have. */
export function summarizeDegrees(network: Network): DegreeSummary {
  const degrees = friendsOf(network)
    .map((friends) => friends.length)
    .sort((a, b) => a - b);
  const at = (share: number) => degrees[Math.min(degrees.length - 1, Math.floor(share * degrees.length))] ?? 0;
  const mean = degrees.length === 0 ? 0 : (2 * network.edges.length) / degrees.length;
  return { mean, median: at(0.5), p90: at(0.9), p99: at(0.99), max: degrees.at(-1) ?? 0 };
}
