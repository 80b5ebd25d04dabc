import { join } from 'node:path';
import { appEnvironment } from '../environment.js';
import { Failure } from '../failure.js';
import { partAddresses } from '../parts/start.js';
import { prepareTokens } from '../secrets.js';
import { serviceOf } from '../services.js';
import { readState } from '../state.js';
import { Supervisor } from '../supervisor.js';
import { runAttached } from '../system/attached.js';
import { repository, type Town } from '../town.js';

const program = join(repository, 'services', 'auth', 'dist', 'src', 'admin.js');

/** Runs auth's own program for operators, in the environment that the running auth has. */
export async function admin(asked: Town, args: readonly string[]): Promise<number> {
  if (!new Supervisor(asked).isRunning()) throw new Failure('The town does not run.', 'npm start');
  const town = { ...asked, base: readState(asked).base };
  const auth = serviceOf('auth');
  const tokens = prepareTokens(town)[auth.id];
  if (!tokens) throw new Error('auth has no tokens.');
  const env = appEnvironment(auth, town, partAddresses(town), tokens);
  return runAttached(process.execPath, [program, ...args], env, repository);
}
