import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure.js';
import { findProgram, run } from '../system/run.js';

/** Keeps the packages' own services from being started, and leaves no trace of having done so. */
const script = `
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\\nexit 101\\n' > "$policy" && chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q && apt-get install -q -y --no-install-recommends "$@"
`;

let queue: Promise<unknown> = Promise.resolve();

/** Finds a program, and installs its Debian package first where that is possible; throws a Failure with what to do. */
export async function requireProgram(
  names: readonly string[],
  packages: readonly string[],
  variable: string,
  note: (text: string) => void,
): Promise<string> {
  const found = findProgram(...names);
  if (found) return found;
  // One at a time: apt locks its database.
  const installed = queue.then(() => install(names[0] ?? '', packages, variable, note));
  queue = installed.catch(() => undefined);
  await installed;
  const program = findProgram(...names);
  if (!program)
    throw new Failure(
      `${packages.join(', ')} installed, but ${names.join(' or ')} is not there.`,
      advice(packages, variable),
    );
  return program;
}

async function install(
  program: string,
  packages: readonly string[],
  variable: string,
  note: (text: string) => void,
): Promise<void> {
  if (findProgram(program)) return;
  const missing = new Failure(
    `${program} is not installed, and cannot be installed from here.`,
    advice(packages, variable),
  );
  if (!findProgram('apt-get')) throw missing;
  const prefix = await rootPrefix();
  if (!prefix) throw missing;
  note(`installing ${packages.join(', ')}`);
  const [command, ...args] = [...prefix, 'sh', '-c', script, 'sh', ...packages] as [string, ...string[]];
  await run(command, args, { what: `Installing ${packages.join(', ')}`, advice: advice(packages, variable) });
}

/** What to put before a command to run it as root without a question, or undefined. */
async function rootPrefix(): Promise<string[] | undefined> {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram('sudo');
  if (!sudo) return undefined;
  try {
    await run(sudo, ['-n', 'true'], { what: 'sudo', advice: '' });
    return [sudo, '-n'];
  } catch {
    return undefined;
  }
}

function advice(packages: readonly string[], variable: string): string {
  return `install it (Debian and Ubuntu: sudo apt-get install ${packages.join(' ')}), start Docker, or name a running one in ${variable}.`;
}

/** What is made from jars of a Maven repository. */
export interface Distribution {
  /** For people, as in "Fetching Kafka with Maven". */
  readonly title: string;
  /** The folder in which it is made is `<name>-<hash>`, and what it is made from changes the hash. */
  readonly name: string;
  readonly recipe: string;
  readonly files: readonly string[];
  /** Changes with whatever else decides how the folder looks. */
  readonly revision: string;
  /** Variable that names a running one. */
  readonly variable: string;
  /** Completes a folder whose lib/ has the jars. */
  readonly complete?: (folder: string) => Promise<void>;
}

/** Debian packages of what is needed to fetch jars, and to compile with them. */
export const javaPackages = ['maven', 'default-jdk-headless'];

/** A folder whose lib/ has the jars that the recipe's pom.xml lists, made once in the cache. */
export async function requireJars(
  cache: string,
  distribution: Distribution,
  note: (text: string) => void,
): Promise<string> {
  const { title, name, recipe, variable } = distribution;
  const folder = join(cache, `${name}-${hashOf(distribution)}`);
  if (existsSync(folder)) return folder;
  const mvn = await requireProgram(['mvn'], javaPackages, variable, note);
  const aside = `${folder}.${process.pid}`;
  const lib = join(aside, 'lib');
  mkdirSync(lib, { recursive: true });
  try {
    note('fetching its jars with Maven');
    const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${lib}`];
    await run(mvn, ['-B', '-q', '-f', join(recipe, 'pom.xml'), ...goal], {
      what: `Fetching ${title} with Maven`,
      advice: `check the connection to your Maven repository, or name a running one in ${variable}.`,
    });
    await distribution.complete?.(aside);
    renameSync(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return folder;
}

function hashOf({ recipe, files, revision }: Distribution): string {
  const hash = createHash('sha256').update(revision);
  for (const file of files) hash.update(readFileSync(join(recipe, file)));
  return hash.digest('hex').slice(0, 12);
}
