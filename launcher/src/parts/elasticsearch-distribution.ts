import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../system/run.js';
import { repository } from '../town.js';
import { requireProgram } from './install.js';

/** What turns the published jars into a node: their list, a launcher, and the descriptor of the one module it needs. */
export const recipe = join(repository, 'launcher', 'elasticsearch');

/** A folder with lib/, modules/ and classes/, made once in the cache from the jars that Maven repositories have. */
export async function requireDistribution(
  cache: string,
  variable: string,
  note: (text: string) => void,
): Promise<string> {
  const folder = join(cache, `elasticsearch-${recipeHash()}`);
  if (existsSync(folder)) return folder;
  const packages = ['maven', 'default-jdk-headless'];
  const mvn = await requireProgram(['mvn'], packages, variable, note);
  const javac = await requireProgram(['javac'], packages, variable, note);
  const aside = `${folder}.${process.pid}`;
  const lib = join(aside, 'lib');
  mkdirSync(lib, { recursive: true });
  try {
    note('fetching its jars with Maven');
    const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${lib}`];
    await run(mvn, ['-B', '-q', '-f', join(recipe, 'pom.xml'), ...goal], {
      what: 'Fetching Elasticsearch with Maven',
      advice: `check the connection to your Maven repository, or name a running Elasticsearch 8 in ${variable}.`,
    });
    note('compiling its launcher');
    await run(javac, ['-cp', join(lib, '*'), '-d', join(aside, 'classes'), join(recipe, 'Launch.java')], {
      what: "Compiling Elasticsearch's launcher",
      advice: 'install a JDK of version 17 or later.',
    });
    arrange(aside);
    renameSync(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return folder;
}

/** The transport is a module with a class loader of its own: its jars lie beside its descriptor, not on the class path. */
function arrange(folder: string): void {
  const transport = join(folder, 'modules', 'transport-netty4');
  mkdirSync(transport, { recursive: true });
  for (const jar of readdirSync(join(folder, 'lib'))) {
    if (/^(netty-|transport-netty4-)/.test(jar)) renameSync(join(folder, 'lib', jar), join(transport, jar));
  }
  cpSync(join(recipe, 'plugin-descriptor.properties'), join(transport, 'plugin-descriptor.properties'));
}

/** Changes with whatever the folder is made from, this file's arrangement included. */
function recipeHash(): string {
  const hash = createHash('sha256').update('2');
  for (const name of ['pom.xml', 'plugin-descriptor.properties', 'Launch.java']) {
    hash.update(readFileSync(join(recipe, name)));
  }
  return hash.digest('hex').slice(0, 12);
}
