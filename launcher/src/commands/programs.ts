import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { appEnvironment, townEnvironment } from '../environment.js';
import { Failure } from '../failure.js';
import { partAddresses } from '../parts/start.js';
import { prepareTokens } from '../secrets.js';
import { serviceOf, services } from '../services.js';
import { readState } from '../state.js';
import { Supervisor } from '../supervisor.js';
import { repository, type Town } from '../town.js';

// Commands that run another program of the repository on this terminal, and return its exit code.

/** Builds a network of people through the public API of the running town. */
export function demo(town: Town, args: readonly string[]): Promise<number> {
  return runOnTown(town, compiled('demo', 'main.js'), args);
}

/** The names that `bench` takes: each is a program that measures. `town.ts` is what they share. */
export function benches(): string[] {
  const names = readdirSync(join(repository, 'bench', 'src')).map((file) => file.replace(/\.ts$/, ''));
  return names.filter((name) => name !== 'town').sort();
}

/** Measures the running town. */
export function bench(town: Town, name: string, args: readonly string[]): Promise<number> {
  return runOnTown(town, compiled('bench', `${name}.js`), args);
}

/** Breaks a town of its own in every way while clients write into it. */
export async function faults(args: readonly string[]): Promise<number> {
  return runAttached(process.execPath, [requireProgram(compiled('faults', 'main.js')), ...args], {}, process.cwd());
}

/** Runs auth's own program for operators, in the environment that the running auth has. */
export async function admin(asked: Town, args: readonly string[]): Promise<number> {
  const town = requireRunning(asked);
  const auth = serviceOf('auth');
  const tokens = prepareTokens(town)[auth.id];
  if (!tokens) throw new Error('auth has no tokens.');
  const env = appEnvironment(auth, town, partAddresses(town), tokens);
  return runAttached(process.execPath, [compiled('services/auth', 'admin.js'), ...args], env, repository);
}

/** The names that `mutate` takes: the services that have rules of their own. */
export function mutable(): string[] {
  return services.map(({ id }) => id);
}

/** Changes the rules of a service one place at a time, and lists the changes that no unit test notices. */
export function mutate(service: string, args: readonly string[]): Promise<number> {
  const stryker = join(repository, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  const env = { MUTATE_SERVICE: service };
  return runAttached(process.execPath, [requireProgram(stryker), 'run', 'stryker.config.js', ...args], env, repository);
}

/** Runs a program to its end and returns its exit code. When it is told to end, it gets the time that it takes to do so. */
export async function runAttached(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<number> {
  const child = execa(command, args, { cwd, env: { ...env }, stdio: 'inherit', reject: false });
  // Ctrl-C reaches the program from the terminal; this process waits for its end.
  const interrupt = () => undefined;
  const terminate = () => child.kill('SIGTERM');
  process.on('SIGINT', interrupt).on('SIGTERM', terminate);
  try {
    return (await child).exitCode ?? 1;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', terminate);
  }
}

/** Runs a program of the repository with the addresses of the running town, wherever its ports are. */
async function runOnTown(asked: Town, program: string, args: readonly string[]): Promise<number> {
  const town = requireRunning(asked);
  const env = townEnvironment(town, partAddresses(town));
  return runAttached(process.execPath, [requireProgram(program), ...args], env, process.cwd());
}

/** The town with the ports that it runs on. */
function requireRunning(town: Town): Town {
  if (!new Supervisor(town).isRunning()) throw new Failure('The town does not run.', 'npm start');
  return { ...town, base: readState(town).base };
}

function compiled(workspace: string, file: string): string {
  return join(repository, workspace, 'dist', 'src', file);
}

function requireProgram(file: string): string {
  if (!existsSync(file)) throw new Failure(`${file} is not there.`, 'npm run build');
  return file;
}
