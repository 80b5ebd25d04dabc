import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { townEnvironment } from '../environment.js';
import { Failure } from '../failure.js';
import { type PartAddresses } from '../parts/part.js';
import { partAddresses } from '../parts/start.js';
import { Supervisor } from '../supervisor.js';
import { repository, type Town } from '../town.js';

const program = join(repository, 'demo', 'dist', 'src', 'main.js');

/** Builds a network of people through the public API of the running town. */
export async function demo(town: Town, args: readonly string[]): Promise<number> {
  if (!new Supervisor(town).isRunning()) throw new Failure('The town does not run.', 'npm start');
  if (!existsSync(program)) throw new Failure('The demo is not compiled.', 'npm run build');
  const parts: PartAddresses = partAddresses(town);
  const result = await execa(process.execPath, [program, ...args], {
    env: townEnvironment(town, parts),
    stdio: 'inherit',
    reject: false,
  });
  return result.exitCode ?? 1;
}
