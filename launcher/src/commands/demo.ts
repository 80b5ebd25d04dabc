import { join } from 'node:path';
import { runOnTown } from '../running-town.js';
import { repository, type Town } from '../town.js';

/** Builds a network of people through the public API of the running town. */
export function demo(town: Town, args: readonly string[]): Promise<number> {
  return runOnTown(town, join(repository, 'demo', 'dist', 'src', 'main.js'), args);
}
