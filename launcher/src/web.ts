import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './system/run.js';
import { repository } from './town.js';

/** What the build of the web client is made from: its sources, the API's client, and the versions of all packages. */
const SOURCES = ['web', join('packages', 'client'), 'package-lock.json'];
const NO_SOURCES = new Set(['node_modules', 'dist']);

/**
 * Builds the web client of the repository in `top` into `web/dist`, unless its build was made from these very sources. Returns
 * whether it was built. Throws a Failure with the last lines of what the build printed.
 */
export async function buildWeb(
  note: (text: string) => void,
  top = repository,
  build: (top: string) => Promise<unknown> = runBuild,
): Promise<boolean> {
  const stamp = join(top, 'web', 'dist', '.built-from');
  const digest = digestOf(top);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return false;
  note('building');
  // A build that fails or is interrupted leaves no stamp of an earlier one.
  rmSync(stamp, { force: true });
  await build(top);
  writeFileSync(stamp, digest);
  return true;
}

function runBuild(top: string): Promise<string> {
  // Silent, so that the last lines are those of the build itself.
  return run('npm', ['run', '--silent', 'build:web'], {
    cwd: top,
    what: 'Building the web client',
    advice: 'mend what it names, then run the command again; npm run build:web builds the web client alone.',
  });
}

/** A digest of the names and contents of all sources. */
function digestOf(top: string): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesBelow(top, source)) hash.update(`${file}\0`).update(readFileSync(join(top, file)));
  }
  return hash.digest('hex');
}

/** The files at or below a path, relative to `top`, in one order. */
function filesBelow(top: string, path: string): string[] {
  const full = join(top, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  const names = readdirSync(full).filter((name) => !NO_SOURCES.has(name));
  return names.sort().flatMap((name) => filesBelow(top, join(path, name)));
}
