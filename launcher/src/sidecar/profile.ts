import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure.js';
import { repository, type Town, townPaths } from '../town.js';

/** The set of components in components/ itself; every other profile is a folder there that replaces some of its files. */
export const defaultProfile = 'redis';
const components = join(repository, 'components');
const policies = join(repository, 'dapr', 'resources');

/** Names that --profile may take. */
export function profiles(): string[] {
  const folders = readdirSync(components, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [defaultProfile, ...folders.map((entry) => entry.name).filter((name) => name !== defaultProfile)];
}

/** Throws a Failure that lists the profiles when there is none of this name. */
export function requireProfile(name: string): void {
  if (profiles().includes(name)) return;
  throw new Failure(`There is no profile "${name}".`, `choose one of: ${profiles().join(', ')}.`);
}

/** Folders for the sidecars to read: as they are for the default profile, else the default set under the profile's files. */
export function resourceFolders(town: Town): string[] {
  if (town.profile === defaultProfile) return [components, policies];
  const merged = townPaths(town).resources;
  rmSync(merged, { recursive: true, force: true });
  mkdirSync(merged, { recursive: true });
  for (const folder of [components, policies, join(components, town.profile)]) {
    if (!existsSync(folder)) continue;
    const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
    for (const name of files) copyFileSync(join(folder, name), join(merged, name));
  }
  return [merged];
}
