import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from './failure.js';
import { defaultBase, faultsBase, parseBase, testBase } from './ports.js';

/** Folder of the repository. */
export const repository = findRepository(dirname(fileURLToPath(import.meta.url)));

/** How messages travel unless --profile names another way: the folder of components/ with the pub/sub components. */
export const defaultProfile = 'redis';

/** A town: where its data lies and which ports are its own. */
export interface Town {
  readonly kind: 'town' | 'test' | 'faults';
  readonly home: string;
  readonly base: number;
  /** Which folder of components/ carries its messages. */
  readonly profile: string;
  /** How many processes of each service there are. */
  readonly instances: number;
  /** Built sidecar and downloaded parts; shared by all towns of this user. */
  readonly cache: string;
}

/** The everyday town, from TOWN_HOME, TOWN_PORT_BASE and the profile. */
export function everydayTown(env: NodeJS.ProcessEnv, profile = defaultProfile): Town {
  return {
    kind: 'town',
    home: resolve(env.TOWN_HOME || join(repository, '.town')),
    base: parseBase(env.TOWN_PORT_BASE, defaultBase),
    profile,
    instances: parseInstances(env.TOWN_INSTANCES),
    cache: cacheFolder(env),
  };
}

/** The town of the tests, from TOWN_TEST_HOME and TOWN_TEST_PORT_BASE. */
export function testTown(env: NodeJS.ProcessEnv, profile = defaultProfile): Town {
  return {
    kind: 'test',
    home: resolve(env.TOWN_TEST_HOME || join(repository, '.town-test')),
    base: parseBase(env.TOWN_TEST_PORT_BASE, testBase),
    profile,
    instances: 1,
    cache: cacheFolder(env),
  };
}

/** The town that the fault suite breaks, from TOWN_FAULTS_HOME and TOWN_FAULTS_PORT_BASE. */
export function faultsTown(env: NodeJS.ProcessEnv, profile = defaultProfile): Town {
  return {
    kind: 'faults',
    home: resolve(env.TOWN_FAULTS_HOME || join(repository, '.town-faults')),
    base: parseBase(env.TOWN_FAULTS_PORT_BASE, faultsBase),
    profile,
    instances: 1,
    cache: cacheFolder(env),
  };
}

const baseVariables = { town: 'TOWN_PORT_BASE', test: 'TOWN_TEST_PORT_BASE', faults: 'TOWN_FAULTS_PORT_BASE' };

/** The variable that moves a town's ports. */
export function baseVariable(town: Town): string {
  return baseVariables[town.kind];
}

/** Reads TOWN_INSTANCES: 1 to 9, as many as fit into the ranges of ports; throws with the reason otherwise. */
function parseInstances(text: string | undefined): number {
  const count = Number(text || 1);
  if (Number.isInteger(count) && count >= 1 && count <= 9) return count;
  throw new Failure(`TOWN_INSTANCES is "${text}".`, 'give a whole number from 1 to 9.');
}

/** TOWN_CACHE, else the user's cache folder. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  if (env.TOWN_CACHE) return resolve(env.TOWN_CACHE);
  return join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'townsquare');
}

/** Every file and folder inside a town's home. */
export function townPaths(town: Town) {
  const inside = (...parts: string[]) => join(town.home, ...parts);
  return {
    lock: inside('launcher.json'),
    state: inside('town.json'),
    env: inside('env'),
    logs: inside('logs'),
    data: inside('data'),
    mysql: inside('data', 'mysql'),
    redis: inside('data', 'redis'),
    elasticsearch: inside('data', 'elasticsearch'),
    rabbitmq: inside('data', 'rabbitmq'),
    kafka: inside('data', 'kafka'),
    media: inside('data', 'media'),
    secrets: inside('secrets', 'secrets.json'),
    tokens: inside('secrets', 'tokens.json'),
    admin: inside('secrets', 'admin.json'),
    connectors: inside('secrets', 'connectors', 'passwords.properties'),
    authority: inside('secrets', 'authority'),
    identities: inside('secrets', 'identities'),
    nameResolution: inside('run', 'names.db'),
    run: inside('run'),
    supervisor: supervisorHome(town.home),
  };
}

/** pm2 puts unix sockets into its home, whose paths may not be longer than about 100 bytes. */
function supervisorHome(home: string): string {
  const inside = join(home, 'supervisor');
  if (Buffer.byteLength(inside) <= 85) return inside;
  const name = createHash('sha256').update(home).digest('hex').slice(0, 16);
  return join(tmpdir(), `townsquare-${name}`);
}

export function logFile(town: Town, name: string): string {
  return join(townPaths(town).logs, `${name}.log`);
}

/** The nearest folder above that has the launcher in it: this file runs compiled from dist, and in tests from src. */
function findRepository(folder: string): string {
  if (existsSync(join(folder, 'launcher', 'bootstrap.mjs'))) return folder;
  if (dirname(folder) === folder) throw new Error('The launcher is not in a copy of the repository.');
  return findRepository(dirname(folder));
}

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
