import { existsSync } from 'node:fs';
import { townEnvironment } from './environment.js';
import { Failure } from './failure.js';
import { partAddresses } from './parts/start.js';
import { readState } from './state.js';
import { Supervisor } from './supervisor.js';
import { runAttached } from './system/attached.js';
import type { Town } from './town.js';

/** Runs a program of the repository on the running town, wherever its ports are, and answers its exit code. */
export async function runOnTown(asked: Town, program: string, args: readonly string[]): Promise<number> {
  if (!new Supervisor(asked).isRunning()) throw new Failure('The town does not run.', 'npm start');
  if (!existsSync(program)) throw new Failure(`${program} is not compiled.`, 'npm run build');
  const town = { ...asked, base: readState(asked).base };
  const env = townEnvironment(town, partAddresses(town));
  return runAttached(process.execPath, [program, ...args], env, process.cwd());
}
