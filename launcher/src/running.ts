import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { appEnvironment, componentEnvironment } from './environment.js';
import { Failure } from './failure.js';
import type { PartAddresses } from './parts/part.js';
import { partPorts, servicePorts } from './ports.js';
import { baseEnvironment, type ProcessSpec } from './process-spec.js';
import { prepareTokens } from './secrets.js';
import { instancesOf, type Service, services } from './services.js';
import { sentryName } from './sidecar/sentry.js';
import { sidecarName, sidecarSpec } from './sidecar/spec.js';
import { type Supervisor } from './supervisor.js';
import { waitFor } from './system/wait.js';
import { logFile, repository, resourceFolders, type Town } from './town.js';

const readySeconds = 120;

/** How these services and their sidecars are started. */
export function serviceSpecs(
  wanted: readonly Service[],
  town: Town,
  parts: PartAddresses,
  daprd: string,
): ProcessSpec[] {
  const tokens = prepareTokens(town);
  const resources = resourceFolders(town);
  const components = componentEnvironment(town, parts);
  return wanted.flatMap((service) => {
    const own = tokens[service.id];
    if (!own) throw new Error(`${service.id} has no tokens.`);
    return [
      sidecarSpec(daprd, service, town, resources, components, own),
      {
        name: service.name,
        command: process.execPath,
        args: [entryPoint(service)],
        env: { ...baseEnvironment(process.env), ...appEnvironment(service, town, parts, own) },
        stopSeconds: 20,
      },
    ];
  });
}

/** Waits until every service says that it can serve; throws a Failure with the log of one that cannot. */
export async function awaitServices(town: Town, supervisor: Supervisor, note: (text: string) => void): Promise<void> {
  const instances = instancesOf(town.instances);
  const waiting = new Set(instances.map((service) => service.name));
  const awaitOne = async (service: Service) => {
    const url = `http://127.0.0.1:${servicePorts(town.base, service.index).app}/readyz`;
    await waitFor(() => isReady(url), {
      what: `${service.name} (${url})`,
      limitSeconds: readySeconds,
      log: logFile(town, service.name),
      giveUp: async () => {
        const advice = 'its log says why; npm run stop ends the rest.';
        await supervisor.requireSteady(sidecarName(service), advice);
        await supervisor.requireSteady(service.name, advice);
      },
    });
    waiting.delete(service.name);
    note(`waiting for ${[...waiting].join(', ')}`);
  };
  const results = await Promise.allSettled(instances.map(awaitOne));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

async function isReady(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
  await response.arrayBuffer();
  return response.status === 200;
}

/** Every port that will be opened by what is not up, with what it is for. */
export function wantedPorts(town: Town, up: ReadonlySet<string>): Map<number, string> {
  const wanted = new Map<number, string>();
  if (!up.has(sentryName)) {
    const { sentry, sentryHealth } = partPorts(town.base);
    wanted.set(sentry, 'Sentry').set(sentryHealth, 'Sentry, health');
  }
  for (const service of instancesOf(town.instances)) {
    const ports = servicePorts(town.base, service.index);
    if (!up.has(service.name)) wanted.set(ports.app, service.name);
    if (up.has(sidecarName(service))) continue;
    wanted.set(ports.daprHttp, `${service.name}'s sidecar, HTTP`);
    wanted.set(ports.daprGrpc, `${service.name}'s sidecar, gRPC`);
    wanted.set(ports.daprInternal, `${service.name}'s sidecar, from other sidecars`);
    wanted.set(ports.metrics, `${service.name}'s sidecar, metrics`);
  }
  return wanted;
}

/** Throws a Failure that names the services whose program is not there. */
export function requireCompiled(): void {
  const missing = services.filter((service) => !existsSync(join(repository, entryPoint(service))));
  if (missing.length === 0) return;
  throw new Failure(
    `Not compiled: ${missing.map(({ id }) => id).join(', ')}.`,
    'run npm run build and mend what it names.',
  );
}

function entryPoint(service: Service): string {
  return join('services', service.id, 'dist', 'src', 'main.js');
}
