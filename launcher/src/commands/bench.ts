import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure.js';
import { runOnTown } from '../running-town.js';
import { repository, type Town } from '../town.js';

const sources = join(repository, 'bench', 'src');

/** Measures the running town: `reads`, where nothing else is named. */
export async function bench(town: Town, args: readonly string[]): Promise<number> {
  const [name = 'reads', ...rest] = args;
  const known = benches();
  if (!known.includes(name)) throw new Failure(`There is no bench "${name}".`, `choose one of: ${known.join(', ')}.`);
  return runOnTown(town, join(repository, 'bench', 'dist', 'src', `${name}.js`), rest);
}

/** The programs that measure; `town.ts` is what they share. */
function benches(): string[] {
  const names = readdirSync(sources).map((file) => file.replace(/\.ts$/, ''));
  return names.filter((name) => name !== 'town').sort();
}
