import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createDatabases } from '../databases.js';
import { componentEnvironment, sidecarTuning } from '../environment.js';
import { Failure } from '../failure.js';
import { redisUrl } from '../parts/redis.js';
import { prepareSecrets, prepareTokens } from '../secrets.js';
import { services } from '../services.js';
import { withSession } from '../session.js';
import { buildOnce, requireDaprd } from '../sidecar/build.js';
import { readState } from '../state.js';
import { repository, type Town, townPaths } from '../town.js';
import { upParts } from './parts.js';
import { runAttached } from './programs.js';

export const cliVersion = '1.16.5';

/** Runs the Dapr command line, its own build, with the parts up and with what dapr.yaml cannot hold in its environment. */
export async function dapr(town: Town, args: readonly string[]): Promise<number> {
  const { profile } = readState(town);
  if (profile !== town.profile)
    throw new Failure(
      `dapr.yaml has the messages on Redis, and this town has them on ${profile}.`,
      'give it a town of its own: TOWN_HOME and TOWN_PORT_BASE.',
    );
  const { program, env } = await withSession(town, 'dapr', async (session) => {
    const running = (await session.supervisor.list()).filter(({ name }) => services.some(({ id }) => id === name));
    if (running.length > 0 && args.some((argument) => argument === '-f' || argument.startsWith('--run-file')))
      throw new Failure('The services run under npm start.', 'npm run stop, then run this again.');
    const { progress } = session;
    const cli = await progress.step('Dapr command line', buildCli, (file) => file);
    const daprd = await progress.step(
      'Sidecar',
      (note) => requireDaprd(town.profile, note),
      (file) => file,
    );
    const parts = await upParts(session);
    const secrets = prepareSecrets(town, parts);
    await progress.step('Databases', () => createDatabases(parts.mysql, secrets));
    const tokens = prepareTokens(town).town;
    if (!tokens) throw new Error('The town has no tokens.');
    const runtime = join(townPaths(town).run, 'dapr');
    wrapDaprd(runtime, daprd);
    const environment = {
      ...sidecarTuning,
      ...componentEnvironment(town, parts),
      REDIS_URL: redisUrl({ ...parts.redis, username: '', password: '' }),
      APP_API_TOKEN: tokens.appApiToken,
      DAPR_API_TOKEN: tokens.daprApiToken,
      DAPR_RUNTIME_PATH: runtime,
    };
    return { program: cli, env: environment };
  });
  const code = await runAttached(program, args, env, repository);
  console.log('What the town runs goes on: npm run stop ends it.');
  return code;
}

function buildCli(note: (text: string) => void): Promise<string> {
  const ldflags = `-s -w -X main.version=${cliVersion}`;
  const advice = 'install Go 1.21 or later (https://go.dev/dl).';
  return buildOnce({ module: 'dapr/cli', binary: 'dapr', package: 'github.com/dapr/cli', ldflags, advice }, note);
}

/** dapr.yaml has no word for these settings of the sidecar; without the first, others on the network could call the apps. */
function wrapDaprd(runtime: string, daprd: string): void {
  const file = join(runtime, '.dapr', 'bin', 'daprd');
  const settings =
    '--dapr-internal-grpc-listen-address 127.0.0.1 --metrics-listen-address 127.0.0.1 --dapr-graceful-shutdown-seconds 15';
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\nexec '${daprd.replaceAll("'", "'\\''")}' "$@" ${settings}\n`);
  chmodSync(file, 0o755);
}
