import type { Town } from '../town.js';
import type { Part } from './part.js';

/** Where a part of this town is, without asking it: the address in the environment, or that of the town's own. */
export function addressOf<A>(part: Part<A>, town: Town): A {
  const outside = outsideUrl(part, town);
  return outside ? part.parse(outside) : part.ownAddress(town);
}

/** Tests never take the addresses of the everyday town: they drop the data that they find. */
export function variableOf<A>(part: Part<A>, town: Town): string {
  return town.kind === 'test' ? part.variable.replace('TOWN_', 'TOWN_TEST_') : part.variable;
}

/** The address in the environment, unless it is that of the town's own part: its env file names that one, too. */
export function outsideUrl<A>(part: Part<A>, town: Town): string | undefined {
  // What the fault suite breaks must be its own.
  const url = town.kind === 'faults' ? undefined : process.env[variableOf(part, town)];
  if (!url) return undefined;
  return part.describe(part.parse(url)) === part.describe(part.ownAddress(town)) ? undefined : url;
}
