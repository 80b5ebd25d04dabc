import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Failure } from '../failure.js';
import { partPorts } from '../ports.js';
import { baseEnvironment, type ProcessSpec } from '../process-spec.js';
import { type Supervisor } from '../supervisor.js';
import { writePrivate } from '../system/files.js';
import { waitFor } from '../system/wait.js';
import { logFile, repository, type Town, townPaths } from '../town.js';
import { advice, buildOnce, ldflags } from './build.js';

/** Name among the town's processes of the authority that gives each sidecar its certificate. */
export const sentryName = 'sentry';

const readySeconds = 30;
/** Roots are made for a year; the town takes a new one at a start when the old one has less than this. */
const renewBeforeMs = 60 * 24 * 60 * 60 * 1000;

/** Sentry's program: TOWN_SENTRY, else the one beside an installed sidecar, else our own build, made at the first need. */
export async function requireSentry(daprd: string, note: (text: string) => void): Promise<string> {
  const named = process.env.TOWN_SENTRY;
  if (named) {
    if (!existsSync(named)) throw new Failure(`TOWN_SENTRY names ${named}, which is not there.`, advice);
    return named;
  }
  const installed = join(dirname(daprd), 'sentry');
  if (existsSync(installed)) return installed;
  const program = { module: 'dapr/sidecar', binary: 'sentry', package: 'github.com/dapr/dapr/cmd/sentry' };
  return buildOnce({ ...program, ldflags, advice }, note);
}

/** How Sentry is started. It makes its own root at the first start, and keeps it in the town's secrets. */
export function sentrySpec(program: string, town: Town): ProcessSpec {
  const ports = partPorts(town.base);
  const settings: Record<string, string | number> = {
    mode: 'standalone',
    config: join(repository, 'dapr', 'sentry.yaml'),
    'issuer-credentials': townPaths(town).authority,
    'trust-domain': trustDomain,
    'listen-address': '127.0.0.1',
    port: ports.sentry,
    'healthz-listen-address': '127.0.0.1',
    'healthz-port': ports.sentryHealth,
    'enable-metrics': 'false',
  };
  return {
    name: sentryName,
    command: program,
    args: Object.entries(settings).map(([name, value]) => `--${name}=${value}`),
    env: { ...baseEnvironment(process.env), TOWN_IDENTITIES_FILE: identityFiles(town).keys },
    stopSeconds: 10,
  };
}

/** Makes room for a new root where the old one is about to end. Call it only while no sidecar runs. */
export function forgetOldRoot(town: Town): void {
  const { authority } = townPaths(town);
  mkdirSync(authority, { recursive: true, mode: 0o700 });
  const root = join(authority, 'ca.crt');
  if (!existsSync(root)) return;
  const endsAt = Date.parse(new X509Certificate(readFileSync(root)).validTo);
  if (endsAt - Date.now() > renewBeforeMs) return;
  rmSync(authority, { recursive: true });
  mkdirSync(authority, { mode: 0o700 });
}

/** Waits until Sentry gives certificates. */
export async function awaitSentry(town: Town, supervisor: Supervisor): Promise<void> {
  const url = `http://127.0.0.1:${partPorts(town.base).sentryHealth}/healthz`;
  await waitFor(async () => (await fetch(url)).ok, {
    what: `Sentry (${url})`,
    limitSeconds: readySeconds,
    log: logFile(town, sentryName),
    giveUp: () => supervisor.requireSteady(sentryName, 'its log says why; npm run stop ends the rest.'),
  });
}

/** daprd's arguments that have it talk to other sidecars with certificates of this Sentry alone. */
export function certificateArguments(town: Town): string[] {
  const address = `127.0.0.1:${partPorts(town.base).sentry}`;
  return ['--enable-mtls', '--sentry-address', address, '--control-plane-trust-domain', trustDomain];
}

/** The environment that goes with them, for the sidecar of a service. */
export function certificateEnvironment(town: Town, id: string): Record<string, string> {
  return {
    DAPR_TRUST_ANCHORS: readFileSync(join(townPaths(town).authority, 'ca.crt'), 'utf8'),
    DAPR_SENTRY_TOKEN_FILE: identityFiles(town).token(id),
  };
}

/** What the names in the sidecars' certificates begin with: spiffe://public/ns/townsquare/<app id>. */
export const namespace = 'townsquare';
/** What Sentry's own name begins with. */
export const trustDomain = 'townsquare';

/** Where the tokens lie with which sidecars prove to Sentry who they are, and the key that it checks these against. */
export function identityFiles(town: Town) {
  const folder = townPaths(town).identities;
  return { keys: join(folder, 'keys.json'), token: (id: string) => join(folder, `${id}.jwt`) };
}

/**
 * Makes a token for each of these services, if there is one missing. Without them Sentry would give anybody who reaches
 * it a certificate in any service's name. The key that signs them is thrown away, so that nobody can make another.
 */
export async function prepareIdentities(town: Town, ids: readonly string[]): Promise<void> {
  const files = identityFiles(town);
  if ([files.keys, ...ids.map(files.token)].every((file) => existsSync(file))) return;
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), alg: 'ES256', use: 'sig', kid: 'town' };
  for (const id of ids) {
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: 'town' })
      .setSubject(`spiffe://public/ns/${namespace}/${id}`)
      .setAudience(`spiffe://${trustDomain}/ns/default/dapr-sentry`)
      .setIssuedAt()
      .sign(privateKey);
    writePrivate(files.token(id), token);
  }
  writePrivate(files.keys, JSON.stringify({ keys: [jwk] }));
}
