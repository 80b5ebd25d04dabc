import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';
import { OPERATOR } from '../src/operator/operator.js';
import { serviceOf } from '../src/services.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** A service and its sidecar as one of the ways to run them starts them; undefined is what the shell gives. */
export interface Deployed {
  command: string;
  environment: Record<string, string | undefined>;
  /** daprd's arguments, or what stands for them. */
  sidecar: Record<string, string>;
  sidecarEnvironment: Record<string, string | undefined>;
}
export type Deployment = Record<string, Deployed>;

// biome-ignore lint/suspicious/noExplicitAny: YAML of other tools, whose form is what is being tested
type Yaml = any;

/** A YAML file of the repository. */
export function read(file: string): Yaml {
  return parse(readFileSync(join(root, file), 'utf8'), { merge: true });
}

/** All documents of the YAML files of a folder, or of one file. */
export function readAll(path: string): Yaml[] {
  if (!path.endsWith('.yaml')) return filesOf(path).flatMap((file) => readAll(`${path}/${file}`));
  return parseAllDocuments(readFileSync(join(root, path), 'utf8')).map((document) => document.toJS());
}

function filesOf(folder: string): string[] {
  return readdirSync(join(root, folder)).filter((file) => file.endsWith('.yaml'));
}

/** dapr/dapr.yaml, where the shell's environment goes to apps and sidecars. */
export function daprRun(): Deployment {
  const file = read('dapr/dapr.yaml');
  const shell = { DAPR_API_TOKEN: undefined, APP_API_TOKEN: undefined };
  return byId(file.apps, (app: Yaml) => [
    app.appID,
    {
      command: app.command.join(' '),
      environment: texts({
        ...shell,
        ...(serviceOf(app.appID).needs.includes('redis') ? { REDIS_URL: undefined } : {}),
        ...file.common.env,
        ...app.env,
      }),
      sidecar: texts({
        'app-id': app.appID,
        'app-port': app.appPort,
        'dapr-http-port': app.daprHTTPPort,
        'dapr-grpc-port': app.daprGRPCPort,
        'dapr-internal-grpc-port': app.daprInternalGRPCPort,
        'metrics-port': app.metricsPort,
        'max-body-size': file.common.maxBodySize,
        'read-buffer-size': file.common.readBufferSize,
        'dapr-listen-addresses': file.common.apiListenAddresses,
      }) as Record<string, string>,
      sidecarEnvironment: {},
    },
  ]);
}

/** docker-compose.yml: a container for each app, and one for its sidecar in the same network. */
export function compose(): Deployment {
  const { services } = read('docker-compose.yml');
  const apps = Object.keys(services).filter((name) => services[`${name}-sidecar`] && name !== OPERATOR);
  return byId(apps, (id: string) => [
    id,
    {
      command: services[id].command.join(' '),
      environment: texts(services[id].environment),
      sidecar: flags(services[`${id}-sidecar`].command),
      sidecarEnvironment: texts(services[`${id}-sidecar`].environment),
    },
  ]);
}

/** k8s/base: Deployments whose sidecars Dapr adds, by their annotations. */
export function kubernetes(): Deployment {
  const documents = [...readAll('k8s/base/services'), ...readAll('k8s/base/settings.yaml')];
  const maps = Object.fromEntries(ofKind(documents, 'ConfigMap').map((map) => [map.metadata.name, map.data]));
  const common = read('k8s/base/every-service.yaml').spec.template;
  return byId(ofKind(documents, 'Deployment'), ({ metadata, spec: { template } }: Yaml) => {
    const [app] = template.spec.containers;
    const annotations = { ...common.metadata.annotations, ...template.metadata.annotations };
    const own = app.env.map(({ name, value }: Yaml) => [name, value]);
    const shared = app.envFrom.map((from: Yaml) => maps[from.configMapRef.name]);
    return [
      metadata.name,
      {
        command: [...common.spec.containers[0].command, ...app.args].join(' '),
        environment: Object.assign({}, ...shared, Object.fromEntries(own)),
        sidecar: Object.fromEntries(
          Object.entries<string>(annotations).map(([name, value]) => [name.replace('dapr.io/', ''), value]),
        ),
        sidecarEnvironment: Object.fromEntries(
          annotations['dapr.io/env'].split(',').map((pair: string) => pair.split('=')),
        ),
      },
    ];
  });
}

/** tye/tye.yaml: apps and sidecars are processes alike. */
export function tye(): Deployment {
  const processes: Record<string, Yaml> = byId(read('tye/tye.yaml').services, (service: Yaml) => [
    service.name,
    service,
  ]);
  const apps = Object.keys(processes).filter((name) => processes[`${name}-sidecar`]);
  const variables = (lines: string[]) =>
    Object.fromEntries(lines.map((line) => (line.includes('=') ? line.split('=', 2) : [line, undefined])));
  return byId(apps, (id: string) => [
    id,
    {
      command: `${processes[id].executable} ${processes[id].args}`,
      environment: variables(processes[id].env),
      sidecar: flags(processes[`${id}-sidecar`].args),
      sidecarEnvironment: variables(processes[`${id}-sidecar`].env),
    },
  ]);
}

export function ofKind(documents: Yaml[], kind: string): Yaml[] {
  return documents.filter((document) => document.kind === kind);
}

function byId<Item, Value>(items: Item[], entry: (item: Item) => [string, Value]): Record<string, Value> {
  return Object.fromEntries(items.map(entry));
}

function texts(values: Record<string, unknown>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === undefined ? undefined : String(value)]),
  );
}

/** `--name value` pairs; what is given more than once is joined with a comma. */
function flags(command: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name, value] of command.matchAll(/--(\S+) (\S+)/g)) {
    found[name!] = found[name!] ? `${found[name!]},${value}` : value!;
  }
  return found;
}
