import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, run } from '@townsquare/launcher';

/**
 * The folder of the programs of a Python environment that has the packages of a requirements file in their versions. It is
 * made in the user's cache once for each version of the file.
 */
export async function pythonPrograms(name: string, requirements: string): Promise<string> {
  const revision = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const home = join(cacheFolder(process.env), `${name}-${revision}`);
  const complete = join(home, 'complete');
  if (!existsSync(complete)) {
    // What an interrupted installation left. Its scripts name the folder, so it is made in its place.
    rmSync(home, { recursive: true, force: true });
    const advice = 'install Python 3.10 or later with its venv module (Debian: python3-venv).';
    await run('python3', ['-m', 'venv', home], { what: 'Making a Python environment', advice });
    const install = ['install', '--quiet', '--no-deps', '--requirement', requirements];
    await run(join(home, 'bin', 'pip'), install, { what: `Installing ${name}`, advice });
    writeFileSync(complete, '');
  }
  return join(home, 'bin');
}
