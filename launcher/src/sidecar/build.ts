import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure.js';
import { findProgram, run } from '../system/run.js';
import { cacheFolder, repository } from '../town.js';

export interface GoProgram {
  /** Folder of the Go module, inside the repository. */
  readonly module: string;
  readonly binary: string;
  readonly package: string;
  readonly ldflags: string;
  readonly advice: string;
}

/** Builds a Go program once into the cache, under a name that changes with its module's files, and returns its path. */
export async function buildOnce(program: GoProgram, note: (text: string) => void): Promise<string> {
  const folder = join(repository, program.module);
  const file = join(cacheFolder(process.env), `${program.binary}-${moduleHash(folder, program.ldflags)}`);
  if (existsSync(file)) return file;
  const go = findProgram('go') ?? goInUsualPlace();
  if (!go) throw new Failure(`There is no Go compiler to build ${program.binary} with.`, program.advice);
  note(`building ${program.binary}, minutes the first time`);
  mkdirSync(cacheFolder(process.env), { recursive: true });
  const aside = `${file}.${process.pid}`;
  try {
    await run(go, ['build', '-buildvcs=false', '-ldflags', program.ldflags, '-o', aside, program.package], {
      cwd: folder,
      what: `Building ${program.binary}`,
      advice: program.advice,
    });
    renameSync(aside, file);
  } finally {
    rmSync(aside, { force: true });
  }
  return file;
}

function moduleHash(folder: string, ldflags: string): string {
  const hash = createHash('sha256').update(ldflags);
  for (const name of readdirSync(folder)
    .filter((entry) => /\.go$|^go\.(mod|sum)$/.test(entry))
    .sort()) {
    hash.update(name).update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex').slice(0, 12);
}

function goInUsualPlace(): string | undefined {
  const usual = '/usr/local/go/bin/go';
  return existsSync(usual) ? usual : undefined;
}
