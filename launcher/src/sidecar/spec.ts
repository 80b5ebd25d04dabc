import { join } from 'node:path';
import { sidecarTuning } from '../environment.js';
import { ingressPorts, servicePorts } from '../ports.js';
import { baseEnvironment, type ProcessSpec } from '../process-spec.js';
import { prepareTokens, type Tokens } from '../secrets.js';
import type { Service } from '../services.js';
import { repository, type Town, townPaths } from '../town.js';
import { certificateArguments, certificateEnvironment, namespace } from './sentry.js';

/** Name of a service's sidecar among the town's processes. */
export function sidecarName(service: Pick<Service, 'name'>): string {
  return `${service.name}-sidecar`;
}

/** Whether a process of this name is a sidecar. */
export function isSidecarName(name: string): boolean {
  return name.endsWith(sidecarName({ name: '' }));
}

/** How one service's sidecar is started. `resources` are folders of components and policies. */
export function sidecarSpec(
  daprd: string,
  service: Service,
  town: Town,
  resources: readonly string[],
  components: Readonly<Record<string, string>>,
  tokens: Tokens,
): ProcessSpec {
  return {
    name: sidecarName(service),
    command: daprd,
    args: [...sidecarArguments(service, town.base, resources), ...certificateArguments(town), ...accessPolicy(service)],
    env: {
      ...baseEnvironment(process.env),
      ...sidecarTuning,
      ...components,
      TOWN_APP: service.id,
      APP_API_TOKEN: tokens.appApiToken,
      DAPR_API_TOKEN: tokens.daprApiToken,
      NAMESPACE: namespace,
      ...certificateEnvironment(town, service.id),
    },
    stopSeconds: 25,
  };
}

/** What every sidecar is told alike. */
const commonSettings = {
  'dapr-listen-addresses': '127.0.0.1',
  'dapr-internal-grpc-listen-address': '127.0.0.1',
  'metrics-listen-address': '127.0.0.1',
  'max-body-size': '16Mi',
  'read-buffer-size': '32Ki',
  'dapr-graceful-shutdown-seconds': 15,
  'log-level': process.env.DAPR_LOG_LEVEL || 'info',
};

/** daprd's arguments, but for those of its certificate. Every address is loopback. */
export function sidecarArguments(service: Service, base: number, resources: readonly string[]): string[] {
  const ports = servicePorts(base, service.index);
  const settings: Record<string, string | number> = {
    'app-id': service.id,
    'app-port': ports.app,
    'app-channel-address': '127.0.0.1',
    'dapr-http-port': ports.daprHttp,
    'dapr-grpc-port': ports.daprGrpc,
    'dapr-internal-grpc-port': ports.daprInternal,
    'metrics-port': ports.metrics,
    ...commonSettings,
  };
  const folders = resources.flatMap((folder) => ['--resources-path', folder]);
  const configurations = ['config.yaml', 'secrets.yaml'].flatMap((name) => [
    '--config',
    join(repository, 'dapr', name),
  ]);
  return [
    ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ...folders,
    ...configurations,
  ];
}

/** The app id of the ingress that has a sidecar of its own. */
export const INGRESS = 'ingress';

/** How the sidecar of the ingress is started. It calls the gateway, has no app of its own, and needs no components. */
export function ingressSidecar(daprd: string, town: Town): Pick<ProcessSpec, 'command' | 'args' | 'env'> {
  const ports = ingressPorts(town.base);
  const settings: Record<string, string | number> = {
    'app-id': INGRESS,
    'dapr-http-port': ports.daprHttp,
    'dapr-grpc-port': ports.daprGrpc,
    'dapr-internal-grpc-port': ports.daprInternal,
    'metrics-port': ports.metrics,
    ...commonSettings,
    config: join(repository, 'dapr', 'config.yaml'),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return {
    command: daprd,
    args: [...args, ...certificateArguments(town)],
    env: {
      ...baseEnvironment(process.env),
      ...sidecarTuning,
      TOWN_NAMES_FILE: townPaths(town).nameResolution,
      // The gateway's: whoever has one of the two has reached the town's one public service.
      DAPR_API_TOKEN: prepareTokens(town).gateway!.daprApiToken,
      NAMESPACE: namespace,
      ...certificateEnvironment(town, INGRESS),
    },
  };
}

/** Who may call which routes of a service. It is told by certificates: without them it would shut out everybody. */
function accessPolicy(service: Service): string[] {
  return ['--config', join(repository, 'dapr', 'access', `${service.id}.yaml`)];
}
