import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../failure.js';
import { findProgram, run } from '../system/run.js';
import { buildOnce, findGo } from './build.js';

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
