import { appEnvironment, localBudgets, sidecarTuning } from '../environment.js';
import { servicePorts } from '../ports.js';
import { type Service, services } from '../services.js';
import { sidecarArguments } from '../sidecar/spec.js';
import { defaultProfile, everydayTown, type Town } from '../town.js';

// The files by which a person starts the services: they follow from the list of services and from how `npm start` starts them.
// `npm run deployments` writes them.

/** The town that the files describe: the everyday one, with its own parts. */
const town: Town = everydayTown({});
const parts = {
  mysql: { host: '127.0.0.1', port: 4500, user: '', password: '' },
  redis: { host: '127.0.0.1', port: 4501, username: '', password: '', tls: false },
  elasticsearch: 'http://127.0.0.1:4502',
  mail: { host: '127.0.0.1', port: 4504, user: '', password: '' },
};
/** What the shell gives: see byHandEnvironment. */
const FROM_SHELL = ['DAPR_API_TOKEN', 'APP_API_TOKEN', 'REDIS_URL'];
const SIDECAR_FROM_SHELL = [
  'DAPR_API_TOKEN',
  'APP_API_TOKEN',
  'TOWN_REDIS_HOST',
  'TOWN_REDIS_USERNAME',
  'TOWN_REDIS_TLS',
  'TOWN_SECRETS_FILE',
  'TOWN_MEDIA_FOLDER',
  'TOWN_SMTP_HOST',
  'TOWN_SMTP_PORT',
  'TOWN_NAMES_FILE',
];

/** The variables of an app, without the gateway's rate limits: those have defaults of their own. */
function environmentOf(service: Service): [string, string][] {
  const budgets = Object.keys(localBudgets({}));
  const all = appEnvironment(service, town, parts, { appApiToken: '', daprApiToken: '' });
  return Object.entries(all).filter(([name]) => !budgets.includes(name));
}

/** tye/tye.yaml: apps and sidecars are processes alike. */
export function tyeFile(): string {
  return `# The ten services and their sidecars under Project Tye. \`npm run deployments\` writes this file.
#   npm run parts -- up --for-services
# starts MySQL, Redis, Elasticsearch and the inbox, makes the databases and secrets, and prints the two lines that run Tye.
# A variable without a value here gets its value from the shell: from the file .town/env, which that command writes.
name: townsquare
dashboardPort: 8000
services:
${services.map((service) => tyeApp(service) + tyeSidecar(service)).join('')}`;
}

function tyeApp(service: Service): string {
  const variables = environmentOf(service).map(([name, value]) =>
    FROM_SHELL.includes(name) ? name : `${name}=${value}`,
  );
  return `  - name: ${service.id}
    executable: node
    args: services/${service.id}/dist/src/main.js
    workingDirectory: ..
    bindings:
      - { protocol: http, port: ${servicePorts(town.base, service.index).app} }
    env:
${list(variables)}`;
}

function tyeSidecar(service: Service): string {
  const words = sidecarArguments(service, town.base, []).join(' ').split(' --config ')[0]!;
  const folders = ['components', `components/${defaultProfile}`, 'dapr/resources'];
  const lines = [
    ...words.split(/ (?=--(?:dapr-http-port|dapr-listen-addresses|max-body-size) )/),
    folders.map((folder) => `--resources-path ${folder}`).join(' '),
    '--config dapr/config.yaml --config dapr/secrets.yaml',
  ];
  const set = Object.entries({ TOWN_APP: service.id, ...sidecarTuning }).map(([name, value]) => `${name}=${value}`);
  return `  - name: ${service.id}-sidecar
    executable: daprd
    args: >-
${lines.map((line) => `      ${line}\n`).join('')}    workingDirectory: ..
    env:
${list([...set, ...SIDECAR_FROM_SHELL])}`;
}

function list(items: string[]): string {
  return items.map((item) => `      - ${item}\n`).join('');
}

/** dapr/dapr.yaml, for `dapr run -f`. */
export function daprRunFile(): string {
  const common = Object.fromEntries(environmentOf(services[0]!));
  const shared = ['HOST', 'DAPR_HOST', 'LOG_LEVEL', 'JWT_ISSUER', 'JWT_AUDIENCE'];
  return `# The ten services by hand, for development: npm run dapr -- run -f dapr/dapr.yaml. \`npm run deployments\` writes this file.
# Apps and sidecars take from the environment what differs from machine to machine (tokens, REDIS_URL and what components/
# refers to): \`npm run dapr\` sets it, and starts MySQL, Redis and Elasticsearch if they do not run. When one ends, all end.
version: 1
common:
  resourcesPaths: [../components, ../components/${defaultProfile}, ./resources]
  configFilePath: ./config.yaml
  apiListenAddresses: 127.0.0.1
  maxBodySize: 16Mi
  readBufferSize: 32Ki
  placementHostAddress: ""
  schedulerHostAddress: ""
  env:
${shared.map((name) => `    ${name}: ${common[name]}\n`).join('')}apps:
${services.map((service) => daprApp(service, [...shared, ...FROM_SHELL])).join('')}`;
}

function daprApp(service: Service, known: string[]): string {
  const ports = servicePorts(town.base, service.index);
  const own = environmentOf(service).filter(([name]) => !known.includes(name));
  return `  - appID: ${service.id}
    appDirPath: ..
    appPort: ${ports.app}
    daprHTTPPort: ${ports.daprHttp}
    daprGRPCPort: ${ports.daprGrpc}
    daprInternalGRPCPort: ${ports.daprInternal}
    metricsPort: ${ports.metrics}
    command: [node, services/${service.id}/dist/src/main.js]
    env:
${own.map(([name, value]) => `      ${name}: ${value === '' ? '""' : value}\n`).join('')}`;
}
