import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { townEnvironment } from '../environment.js';
import { Failure } from '../failure.js';
import { partAddresses } from '../parts/start.js';
import { readState } from '../state.js';
import { Supervisor } from '../supervisor.js';
import { runAttached } from '../system/attached.js';
import { repository, type Town } from '../town.js';

const program = join(repository, 'demo', 'dist', 'src', 'main.js');

/** Builds a network of people through the public API of the running town, wherever its ports are. */
export async function demo(asked: Town, args: readonly string[]): Promise<number> {
  if (!new Supervisor(asked).isRunning()) throw new Failure('The town does not run.', 'npm start');
  if (!existsSync(program)) throw new Failure('The demo is not compiled.', 'npm run build');
  const town = { ...asked, base: readState(asked).base };
  const env = townEnvironment(town, partAddresses(town));
  return runAttached(process.execPath, [program, ...args], env, process.cwd());
}
