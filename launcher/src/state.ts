import type { PartName } from './parts/part.js';
import { readJson, writePrivate } from './system/files.js';
import { type Town, townPaths } from './town.js';

/** Who runs a part: somebody else, Docker Compose for us, or the town's supervisor. */
export type Provider = 'outside' | 'compose' | 'supervisor';

export interface TownState {
  readonly base: number;
  readonly profile: string;
  /** Absent in a town of before there could be several. */
  readonly instances?: number;
  readonly parts: Partial<Record<PartName, { provider: Provider; address: string }>>;
}

/** What the town remembers about itself between two commands. */
export function readState(town: Town): TownState {
  return readJson<TownState>(townPaths(town).state) ?? { base: town.base, profile: town.profile, parts: {} };
}

/** The town with the profile that it had last: what a command means that names none. */
export function withKnownProfile(town: Town): Town {
  return { ...town, profile: readState(town).profile };
}

export function writeState(town: Town, state: TownState): void {
  writePrivate(townPaths(town).state, JSON.stringify(state, null, 2));
}

/** Notes who runs a part, and where. */
export function rememberPart(town: Town, name: PartName, provider: Provider, address: string): void {
  const known = readState(town);
  writeState(town, {
    ...known,
    base: town.base,
    profile: town.profile,
    instances: town.instances,
    parts: { ...known.parts, [name]: { provider, address } },
  });
}
