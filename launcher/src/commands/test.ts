import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { townEnvironment } from '../environment.js';
import { type Session, withSession } from '../session.js';
import { repository, type Town } from '../town.js';
import { freshTown } from './fresh-town.js';
import { upParts } from './parts.js';
import { stopAll, stopServices } from './stop.js';

const jest = join(repository, 'node_modules', 'jest', 'bin', 'jest.js');
const biome = join(repository, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');

/**
 * Runs jest against a whole town of its own with fresh data, or with `partsOnly` against its parts alone, and returns
 * Jest's exit code. Without a pattern, that is for all tests, the linter runs first,
 * and what it finds fails the run. Parts that ran before are used and left running.
 */
export async function test(
  town: Town,
  jestArguments: readonly string[],
  { partsOnly }: { partsOnly: boolean },
): Promise<number> {
  const lintCode = hasPattern(jestArguments) ? 0 : await lint();
  if (lintCode !== 0) return lintCode;
  return withSession(town, 'test', async (session) => {
    const kept = (await session.supervisor.list()).some((state) => state.name === 'mysql' && state.status === 'online');
    const interrupted = new AbortController();
    const interrupt = () => interrupted.abort();
    // Not once(): with no listener left, execa would end this process, and nobody would stop the town.
    process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
    rmSync(summaryFile(town), { force: true });
    try {
      const environment = partsOnly ? townEnvironment(town, await upParts(session)) : await wholeTown(session);
      if (interrupted.signal.aborted) return 130;
      const runs = partsOnly ? [jestArguments] : inTurns(jestArguments);
      let code = 0;
      for (const args of runs) code = (await runJest(args, environment, interrupted.signal)) || code;
      return code;
    } finally {
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
      if (kept) await stopServices(session);
      else await stopAll(session);
      printSummary(town);
    }
  });
}

function hasPattern(args: readonly string[]): boolean {
  return args.some((argument) => !argument.startsWith('-'));
}

/** Checks lint rules and format of the whole repository, and returns the linter's exit code. */
async function lint(): Promise<number> {
  if (!existsSync(biome)) throw new Error('biome is not installed.');
  const result = await execa(process.execPath, [biome, 'check', '.'], {
    cwd: repository,
    stdio: 'inherit',
    reject: false,
  });
  return result.exitCode ?? 1;
}

/** The tests that break the town that they run on, or need all of it: they come one after the other, behind all others. */
const breaking = [
  'e2e/test/attacks/document.test.ts',
  'e2e/test/large-audience.test.ts',
  'e2e/test/deletion.test.ts',
  'e2e/test/rebuild.test.ts',
  'faults/test/town.test.ts',
];

/** Jest's arguments for a run of all tests that leave the town whole, and for one of those that break it. */
function inTurns(args: readonly string[]): string[][] {
  const peaceful = [...args, '--passWithNoTests', '--testPathIgnorePatterns', '/node_modules/', '/dist/', ...breaking];
  const patterns = args.filter((argument) => !argument.startsWith('-')).map((pattern) => new RegExp(pattern));
  const asked = breaking.filter((file) => args.length === 0 || patterns.some((pattern) => pattern.test(file)));
  return asked.length > 0 ? [peaceful, ['--runInBand', ...asked]] : [peaceful];
}

/** Starts a town with fresh data, and returns the variables that say where it is. */
async function wholeTown(session: Session): Promise<Record<string, string>> {
  const { parts, daprd } = await freshTown(session);
  return { ...townEnvironment(session.town, parts), TOWN_DAPRD: daprd };
}

/** Ends the output with one line of what jest's reporter left of each run: `N passed, N failed`. */
function printSummary(town: Town): void {
  const file = summaryFile(town);
  if (!existsSync(file)) return;
  const runs = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, number>);
  const sum = (name: string) => runs.reduce((total, counts) => total + (counts[name] ?? 0), 0);
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
  process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}\n`);
  rmSync(file);
}

function summaryFile(town: Town): string {
  return join(town.home, 'summary.jsonl');
}

async function runJest(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> {
  if (!existsSync(jest)) throw new Error('jest is not installed.');
  const result = await execa(process.execPath, ['--experimental-vm-modules', '--no-warnings', jest, ...args], {
    cwd: repository,
    env: environment,
    stdio: 'inherit',
    reject: false,
    cancelSignal: signal,
    forceKillAfterDelay: 10_000,
  });
  return result.exitCode ?? 1;
}
