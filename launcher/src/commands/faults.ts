import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure.js';
import { runAttached } from '../system/attached.js';
import { repository } from '../town.js';

const program = join(repository, 'faults', 'dist', 'src', 'main.js');

/** Breaks a town of its own in every way, while people write into it. */
export function faults(args: readonly string[]): Promise<number> {
  if (!existsSync(program)) throw new Failure('The fault suite is not compiled.', 'npm run build');
  return runAttached(process.execPath, [program, ...args], {}, process.cwd());
}
