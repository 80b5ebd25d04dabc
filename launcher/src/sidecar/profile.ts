import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure.js';
import { defaultProfile, repository, type Town } from '../town.js';

const components = join(repository, 'components');
const policies = join(repository, 'dapr', 'resources');

/** Names that --profile may take: each is a folder of components/, with the components that carry the messages. */
export function profiles(): string[] {
  const folders = readdirSync(components, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [defaultProfile, ...folders.map((entry) => entry.name).filter((name) => name !== defaultProfile)];
}

/** Throws a Failure that lists the profiles when there is none of this name. */
export function requireProfile(name: string): void {
  if (profiles().includes(name)) return;
  throw new Failure(`There is no profile "${name}".`, `choose one of: ${profiles().join(', ')}.`);
}

/** Folders for the sidecars to read: what all profiles have in common, the profile's own, and the policies. */
export function resourceFolders(town: Town): string[] {
  return [components, join(components, town.profile), policies];
}
