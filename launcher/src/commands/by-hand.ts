import { appendFileSync, chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createDatabases } from '../databases.js';
import { byHandEnvironment, shellLines } from '../environment.js';
import { Failure } from '../failure.js';
import { prepareSecrets, prepareTokens } from '../secrets.js';
import { type Session, withSession } from '../session.js';
import { requireDaprd } from '../sidecar/build.js';
import { readState } from '../state.js';
import { defaultProfile, type Town, townPaths } from '../town.js';
import { upParts } from './parts.js';

/**
 * Starts the parts for services that a person starts, and writes their variables into the town's env file. Prints how Tye runs
 * with them. Returns 0.
 */
export async function byHand(town: Town): Promise<number> {
  requireOwnProfile(town);
  const variables = await withSession(town, 'parts up', async (session) => {
    const prepared = await prepareByHand(session);
    appendFileSync(townPaths(town).env, shellLines(prepared));
    return prepared;
  });
  console.log(`For a shell:  set -a; . ${townPaths(town).env}; set +a`);
  console.log(`Then Tye:     PATH="${variables.DAPR_RUNTIME_PATH}/.dapr/bin:$PATH" tye run tye/tye.yaml`);
  return 0;
}

/** Throws a Failure when the town has its messages elsewhere than dapr/dapr.yaml and tye/tye.yaml, which is on Redis. */
export function requireOwnProfile(town: Town): void {
  const profile = [town.profile, readState(town).profile].find((name) => name !== defaultProfile);
  if (!profile) return;
  throw new Failure(
    `dapr.yaml and tye.yaml have the messages on Redis, and this town has them on ${profile}.`,
    'give it a town of its own: TOWN_HOME and TOWN_PORT_BASE.',
  );
}

/**
 * Starts the parts and makes what services need that a person starts, with the Dapr command line or Tye: the sidecar's program,
 * databases, secrets and tokens. Returns the variables that those take from the environment.
 */
export async function prepareByHand(session: Session): Promise<Record<string, string>> {
  const { town, progress } = session;
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
  return byHandEnvironment(town, parts, tokens, runtime);
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
