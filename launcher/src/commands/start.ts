import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabases } from '../databases.js';
import { appEnvironment, componentEnvironment, gatewayUrl } from '../environment.js';
import { Failure } from '../failure.js';
import type { PartAddresses } from '../parts/part.js';
import { baseVariable } from '../parts/start.js';
import { servicePorts } from '../ports.js';
import { prepareSecrets, prepareTokens } from '../secrets.js';
import { type Service, services } from '../services.js';
import { type Session, withSession } from '../session.js';
import { requireDaprd } from '../sidecar/daprd.js';
import { requireProfile, resourceFolders } from '../sidecar/profile.js';
import { sidecarSpec } from '../sidecar/spec.js';
import { baseEnvironment, type ProcessSpec } from '../supervisor.js';
import { requireFreePorts } from '../system/ports.js';
import { waitFor } from '../system/wait.js';
import { logFile, repository, type Town, townPaths } from '../town.js';
import { upParts } from './parts.js';

const readySeconds = 120;

/** Starts the whole town, or what of it is down, and returns when its gateway is ready. */
export async function start(town: Town): Promise<number> {
  requireProfile(town.profile);
  return withSession(town, 'start', async (session) => {
    session.progress.say(`Townsquare in ${town.home}`);
    const { started } = await startTown(session);
    const { progress } = session;
    if (started === 0) progress.say('\nThe town runs already; nothing was started.');
    else progress.say(`\nThe town is open after ${progress.elapsed()}.`);
    progress.say(invitation(gatewayUrl(town)));
    return 0;
  });
}

/** What `start` does, for a session that is already open; tells the parts' addresses and how many processes it started. */
export async function startTown(session: Session): Promise<{ parts: PartAddresses; started: number }> {
  const { town, supervisor, progress } = session;
  requireCompiled();
  const before = await supervisor.list();
  const up = new Set(before.filter((state) => state.status === 'online').map((state) => state.name));
  const down = services.flatMap((service) => [service.id, `${service.id}-sidecar`]).filter((name) => !up.has(name));
  await requireFreePorts(wantedPorts(town, down), baseVariable(town));

  const daprd = progress.step('Sidecar', requireDaprd, (file) => file);
  daprd.catch(() => undefined);
  const parts = await upParts(session);
  const program = await daprd;
  const secrets = prepareSecrets(town, parts.redis.password);
  await progress.step('Databases', () => createDatabases(parts.mysql, secrets));

  if (down.length > 0) await startServices(session, parts, program, down);
  await progress.step(`${services.length} services ready`, (note) => awaitServices(session, note));
  const restarted = new Set((await supervisor.list()).map((state) => state.name));
  return { parts, started: [...restarted].filter((name) => !up.has(name)).length };
}

async function startServices(
  session: Session,
  parts: PartAddresses,
  daprd: string,
  down: readonly string[],
): Promise<void> {
  const { town, supervisor, progress } = session;
  // Names of sidecars that are gone would be found by those that come.
  if (down.length === services.length * 2) rmSync(townPaths(town).nameResolution, { force: true });
  const tokens = prepareTokens(town);
  const resources = resourceFolders(town);
  const components = componentEnvironment(town, parts);
  const specs = services.flatMap((service): ProcessSpec[] => {
    const own = tokens[service.id];
    if (!own) throw new Error(`${service.id} has no tokens.`);
    return [
      sidecarSpec(daprd, service, town, resources, components, own),
      {
        name: service.id,
        command: process.execPath,
        args: [entryPoint(service)],
        env: { ...baseEnvironment(process.env), ...appEnvironment(service, town, parts, own) },
        stopSeconds: 20,
      },
    ];
  });
  const wanted = specs.filter((spec) => down.includes(spec.name));
  await progress.step(`${wanted.length} services and sidecars started`, () => supervisor.start(wanted));
}

/** Waits for every service, then for the gateway, which is the last to need others. */
async function awaitServices({ town, supervisor }: Session, note: (text: string) => void): Promise<void> {
  const waiting = new Set(services.map((service) => service.id));
  const awaitOne = async (service: Service) => {
    const url = `http://127.0.0.1:${servicePorts(town.base, service.index).app}/readyz`;
    await waitFor(() => isReady(url), {
      what: `${service.id} (${url})`,
      limitSeconds: readySeconds,
      log: logFile(town, service.id),
      giveUp: async () => {
        const advice = 'its log says why; npm run stop ends the rest.';
        await supervisor.requireSteady(`${service.id}-sidecar`, advice);
        await supervisor.requireSteady(service.id, advice);
      },
    });
    waiting.delete(service.id);
    note(`waiting for ${[...waiting].join(', ')}`);
  };
  const results = await Promise.allSettled(services.map(awaitOne));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

async function isReady(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
  await response.arrayBuffer();
  return response.status === 200;
}

/** Every port that what is down will open, with what it is for. */
function wantedPorts(town: Town, down: readonly string[]): Map<number, string> {
  const wanted = new Map<number, string>();
  for (const service of services) {
    const ports = servicePorts(town.base, service.index);
    if (down.includes(service.id)) wanted.set(ports.app, service.id);
    if (!down.includes(`${service.id}-sidecar`)) continue;
    wanted.set(ports.daprHttp, `${service.id}'s sidecar, HTTP`);
    wanted.set(ports.daprGrpc, `${service.id}'s sidecar, gRPC`);
    wanted.set(ports.daprInternal, `${service.id}'s sidecar, from other sidecars`);
    wanted.set(ports.metrics, `${service.id}'s sidecar, metrics`);
  }
  return wanted;
}

function entryPoint(service: Service): string {
  return join('services', service.id, 'dist', 'src', 'main.js');
}

function requireCompiled(): void {
  const missing = services.filter((service) => !existsSync(join(repository, entryPoint(service))));
  if (missing.length === 0) return;
  throw new Failure(
    `Not compiled: ${missing.map(({ id }) => id).join(', ')}.`,
    'run npm run build and mend what it names.',
  );
}

function invitation(url: string): string {
  return [
    '',
    `  Address        ${url}`,
    `  Documentation  ${url}/docs`,
    '  People         npm run demo',
    `  A first call   curl ${url}/api/v1/search?q=hello`,
    '',
    '  npm run status shows every part, npm run stop ends it.',
  ].join('\n');
}
