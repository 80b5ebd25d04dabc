import { cpSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../system/run.js';
import { repository } from '../town.js';
import { requireProgram } from './install.js';
import { javaPackages, requireJars } from './jars.js';

/** What turns the published jars into a node: their list, a launcher, and the descriptor of the one module it needs. */
export const recipe = join(repository, 'launcher', 'elasticsearch');

/** A folder with lib/, modules/ and classes/, made once in the cache from the jars that Maven repositories have. */
export function requireDistribution(cache: string, variable: string, note: (text: string) => void): Promise<string> {
  const distribution = {
    title: 'Elasticsearch',
    name: 'elasticsearch',
    recipe,
    files: ['pom.xml', 'plugin-descriptor.properties', 'Launch.java'],
    revision: '2',
    variable,
    complete: async (folder: string) => {
      const javac = await requireProgram(['javac'], javaPackages, variable, note);
      note('compiling its launcher');
      const classes = join(folder, 'classes');
      await run(javac, ['-cp', join(folder, 'lib', '*'), '-d', classes, join(recipe, 'Launch.java')], {
        what: "Compiling Elasticsearch's launcher",
        advice: 'install a JDK of version 17 or later.',
      });
      arrange(folder);
    },
  };
  return requireJars(cache, distribution, note);
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
