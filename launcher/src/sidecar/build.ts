import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../failure.js';
import { findProgram, type RunOptions, run } from '../system/run.js';
import { cacheFolder, repository } from '../town.js';

/** The version that the components and the services were made for. */
export const daprVersion = '1.18.1';
const line = daprVersion.split('.').slice(0, 2).join('.');
export const advice = `install Go 1.21 or later (https://go.dev/dl), or Dapr ${line} (dapr init --slim), or name a daprd in TOWN_DAPRD, and a sentry in TOWN_SENTRY.`;

const versions = ['github.com/dapr/dapr/pkg/buildinfo.version', 'github.com/dapr/kit/logger.DaprVersion'];
/** What Dapr's programs are linked with. */
export const ldflags = ['-s', '-w', ...versions.map((name) => `-X ${name}=${daprVersion}`)].join(' ');

/**
 * The sidecar's program: TOWN_DAPRD, else our own build, made at the first need. An installed one only where there is no Go
 * to build with, for it may take a call for answered that nobody answered (docs/decisions/0024-a-sidecar-that-tells-the-truth.md);
 * and on RabbitMQ not even there: see dapr/sidecar/rabbitmq.go.
 */
export async function requireDaprd(profile: string, note: (text: string) => void): Promise<string> {
  const named = process.env.TOWN_DAPRD;
  if (named) {
    if (!existsSync(named)) throw new Failure(`TOWN_DAPRD names ${named}, which is not there.`, advice);
    return named;
  }
  const installed = profile === 'rabbitmq' || findGo() ? undefined : await installedDaprd();
  return installed ?? buildDaprd(note);
}

function buildDaprd(note: (text: string) => void): Promise<string> {
  return buildOnce({ module: 'dapr/sidecar', binary: 'daprd', package: '.', ldflags, advice }, note);
}

async function installedDaprd(): Promise<string | undefined> {
  const usual = join(homedir(), '.dapr', 'bin', 'daprd');
  const file = findProgram('daprd') ?? (existsSync(usual) ? usual : undefined);
  if (!file) return undefined;
  const version = await run(file, ['--version'], { what: `${file} --version`, advice: 'remove it, or repair it.' });
  return version.trim().startsWith(`${line}.`) ? file : undefined;
}

export interface GoProgram {
  /** Folder of the Go module, inside the repository. */
  readonly module: string;
  readonly binary: string;
  readonly package: string;
  readonly ldflags: string;
  readonly advice: string;
  /** Whether the build leaves the processor to all others: for a large program that a test needs, while other tests run. */
  readonly isInBackground?: boolean;
}

/** Builds a Go program once into the cache, under a name that changes with its module's files, and returns its path. */
export async function buildOnce(program: GoProgram, note: (text: string) => void): Promise<string> {
  const folder = join(repository, program.module);
  const file = join(cacheFolder(process.env), `${program.binary}-${moduleHash(folder, program.ldflags)}`);
  if (existsSync(file)) return file;
  const go = findGo();
  if (!go) throw new Failure(`There is no Go compiler to build ${program.binary} with.`, program.advice);
  note(`building ${program.binary}, minutes the first time`);
  mkdirSync(cacheFolder(process.env), { recursive: true });
  const aside = `${file}.${process.pid}`;
  const options = { cwd: folder, what: `Building ${program.binary}`, advice: program.advice };
  try {
    const flags = ['-buildvcs=false', '-ldflags', program.ldflags, ...(await overlayFlags(go, folder, options))];
    const nice = program.isInBackground ? findProgram('nice') : undefined;
    const [command, ...first] = nice ? [nice, '-n', '19', go] : [go];
    await run(command!, [...first, 'build', ...flags, '-o', aside, program.package], options);
    renameSync(aside, file);
  } finally {
    rmSync(aside, { force: true });
  }
  return file;
}

/** Files of Dapr's that are built from ours instead: those under `_overlay`, by their paths in Dapr's module. */
const OVERLAY = '_overlay';
const OVERLAID = 'github.com/dapr/dapr';

function overlayFiles(folder: string): string[] {
  const overlay = join(folder, OVERLAY);
  if (!existsSync(overlay)) return [];
  const entries = readdirSync(overlay, { recursive: true, encoding: 'utf8' });
  return entries.filter((name) => name.endsWith('.go')).sort();
}

/** Has Go take the files of the overlay. It replaces none in its own store of modules, but does behind a link to it. */
async function overlayFlags(go: string, folder: string, options: RunOptions): Promise<string[]> {
  const files = overlayFiles(folder);
  if (files.length === 0) return [];
  await run(go, ['mod', 'download', OVERLAID], options);
  const source = (await run(go, ['list', '-m', '-f', '{{.Dir}}', OVERLAID], options)).trim();
  const work = join(cacheFolder(process.env), `overlay-${moduleHash(folder, source)}`);
  const link = join(work, 'dapr');
  mkdirSync(work, { recursive: true });
  if (!existsSync(link)) symlinkSync(source, link);
  const replace = `\nreplace ${OVERLAID} => ${link}\n`;
  writeFileSync(join(work, 'go.mod'), readFileSync(join(folder, 'go.mod'), 'utf8') + replace);
  copyFileSync(join(folder, 'go.sum'), join(work, 'go.sum'));
  const replaced = files.map((name) => [join(link, name), join(folder, OVERLAY, name)]);
  writeFileSync(join(work, 'overlay.json'), JSON.stringify({ Replace: Object.fromEntries(replaced) }));
  return ['-modfile', join(work, 'go.mod'), '-overlay', join(work, 'overlay.json')];
}

function moduleHash(folder: string, ldflags: string): string {
  const hash = createHash('sha256').update(ldflags);
  const own = readdirSync(folder).filter((entry) => /\.go$|^go\.(mod|sum)$/.test(entry));
  const files = [...own.sort(), ...overlayFiles(folder).map((name) => join(OVERLAY, name))];
  for (const name of files) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 12);
}

/** The Go compiler, if there is one. */
export function findGo(): string | undefined {
  const usual = '/usr/local/go/bin/go';
  return findProgram('go') ?? (existsSync(usual) ? usual : undefined);
}
