import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../system/run.js';
import { requireProgram } from './install.js';

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
