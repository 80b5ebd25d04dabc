import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { appEnvironment, byHandEnvironment, localBudgets, shellLines, sidecarTuning } from '../src/environment.js';
import { servicePorts } from '../src/ports.js';
import { databaseServices, type Service, services } from '../src/services.js';
import { sidecarArguments } from '../src/sidecar/spec.js';
import { defaultProfile, everydayTown, profiles } from '../src/town.js';
import { compose, type Deployed, daprRun, kubernetes, ofKind, read, readAll, tye } from './deployments.js';
import { kustomizeBuild } from './tools.js';

// kustomize is built at the first run.
jest.setTimeout(300_000);

const town = everydayTown({});
const parts = {
  mysql: { host: '127.0.0.1', port: 4500, user: 'townsquare', password: 'secret' },
  redis: { host: '127.0.0.1', port: 4501, username: '', password: 'secret', tls: false },
  elasticsearch: 'http://127.0.0.1:4502',
  mail: { host: '127.0.0.1', port: 4504, user: '', password: '' },
};
const ids = services.map((service) => service.id);

/** The environment that `npm start` gives an app, which every other way must give as well, but for its budgets. */
function environmentOf(service: Service): Record<string, string> {
  const all = appEnvironment(service, town, parts, { appApiToken: 'secret', daprApiToken: 'secret' });
  const budgets = Object.keys(localBudgets({}));
  return Object.fromEntries(Object.entries(all).filter(([name]) => !budgets.includes(name)));
}

/** daprd's arguments under `npm start`, but those that are paths. */
function sidecarOf(service: Service): Record<string, string> {
  const list = sidecarArguments(service, town.base, []);
  const pairs = list.flatMap((name, at) => (name.startsWith('--') ? [[name.slice(2), list[at + 1]!]] : []));
  const { config: _config, ...settings } = Object.fromEntries(pairs);
  return settings;
}

/** What depends on where a service runs: addresses of others, and secrets. */
const PLACED = [
  'HOST',
  'DAPR_HOST',
  'DAPR_HTTP_PORT',
  'DAPR_API_TOKEN',
  'APP_API_TOKEN',
  'LOG_LEVEL',
  'DATABASE_HOST',
  'DATABASE_PORT',
  'DATABASE_PROCESSES',
  'REDIS_URL',
  'ELASTICSEARCH_URL',
  'NOTIFICATION_URL',
  'OUTBOX_RELAY',
  'PUBLIC_URL',
  'SIGN_IN_RETURN_TO',
  'STAFF_SECOND_FACTOR',
  'PUSH_SUBJECT',
  'PUSH_SERVICES',
];

/** What the gateway can be told where it does not run on the machine of its only user. */
const OPTIONAL = [
  'TRUST_PROXY',
  'CLIENT_ADDRESS_HEADER',
  'METRICS_FROM',
  'CORS_ORIGINS',
  ...Object.keys(localBudgets({})),
  'REQUESTS_PER_SERVICE',
];

const deployments = { 'dapr.yaml': daprRun(), 'docker-compose.yml': compose(), k8s: kubernetes(), 'tye.yaml': tye() };

describe.each(Object.entries(deployments))('%s', (way, deployment) => {
  test('runs the services of the list and no others', () => {
    expect(Object.keys(deployment).sort()).toEqual([...ids].sort());
  });

  test.each(services)('$id is started as npm start does, in the same environment', (service) => {
    const deployed = deployment[service.id] as Deployed;
    const expected = environmentOf(service);
    const environment = Object.fromEntries(
      Object.entries(deployed.environment).filter(([name]) => !OPTIONAL.includes(name)),
    );
    expect(deployed.command).toBe(`node services/${service.id}/dist/src/main.js`);
    expect(Object.keys(environment).sort()).toEqual(Object.keys(expected).sort());
    for (const name of Object.keys(expected).filter((one) => !PLACED.includes(one))) {
      expect([name, environment[name]]).toEqual([name, expected[name]]);
    }
    if (way === 'k8s') return;
    expect(environment.DAPR_HTTP_PORT).toBe(expected.DAPR_HTTP_PORT);
    expect(environment.NOTIFICATION_URL?.split(':').at(-1)).toBe(expected.NOTIFICATION_URL?.split(':').at(-1));
  });
});

describe('sidecars', () => {
  test.each(services)('tye.yaml gives daprd of $id what npm start gives it', (service) => {
    const { config, 'resources-path': resources, ...settings } = deployments['tye.yaml'][service.id]!.sidecar;
    expect(settings).toEqual(sidecarOf(service));
    expect([config, resources]).toEqual([
      'dapr/config.yaml,dapr/secrets.yaml',
      'components,components/redis,dapr/resources',
    ]);
    expect(deployments['tye.yaml'][service.id]!.sidecarEnvironment).toMatchObject({
      ...sidecarTuning,
      TOWN_APP: service.id,
    });
  });

  test.each(services)('docker-compose.yml as well, but for who reaches daprd of $id', (service) => {
    const { config, 'resources-path': resources, ...settings } = deployments['docker-compose.yml'][service.id]!.sidecar;
    // Sidecars in other containers call it, so it cannot listen on loopback alone.
    const { 'dapr-internal-grpc-listen-address': _loopback, ...expected } = sidecarOf(service);
    expect(settings).toEqual(expected);
    expect(config).toBe('/dapr/config.yaml,/dapr/secrets.yaml');
    expect(resources).toMatch(/^\/components,\/components\/\$\{COMPOSE_PROFILES:-redis\},\/dapr\/resources$/);
    const { DAPR_HOST_IP: _host, ...tuning } = sidecarTuning;
    expect(deployments['docker-compose.yml'][service.id]!.sidecarEnvironment).toMatchObject({
      ...tuning,
      TOWN_APP: service.id,
    });
    const { services: containers } = read('docker-compose.yml');
    // Of neither: the other would be left without a network when that one is started again.
    expect([service.id, `${service.id}-sidecar`].map((name) => containers[name].network_mode)).toEqual([
      `service:${service.id}-pod`,
      `service:${service.id}-pod`,
    ]);
  });

  test.each(services)('dapr.yaml has the ports and limits of $id', (service) => {
    const { sidecar } = deployments['dapr.yaml'][service.id]!;
    expect(sidecarOf(service)).toMatchObject(sidecar);
  });

  test.each(services)('k8s has the ports and limits of $id', (service) => {
    const { sidecar, sidecarEnvironment, environment } = deployments.k8s[service.id]!;
    const expected = sidecarOf(service);
    expect(sidecar).toMatchObject({
      enabled: 'true',
      'app-id': service.id,
      'app-port': expected['app-port'],
      'max-body-size': expected['max-body-size'],
      'read-buffer-size': expected['read-buffer-size'],
      'graceful-shutdown-seconds': expected['dapr-graceful-shutdown-seconds'],
      config: service.id,
      'app-token-secret': `${service.id}-app-token`,
      'api-token-secret': `${service.id}-dapr-token`,
    });
    const { DAPR_HOST_IP: _host, ...tuning } = sidecarTuning;
    expect(sidecarEnvironment).toEqual(tuning);
    // Where Dapr adds the sidecar, its port is always this one.
    expect(environment.DAPR_HTTP_PORT).toBe('3500');
  });
});

test.each(['dapr.yaml', 'tye.yaml'] as const)('the launcher sets each variable that %s leaves to the shell', (way) => {
  const open = Object.values(deployments[way]).flatMap(({ environment, sidecarEnvironment }) =>
    [...Object.entries(environment), ...Object.entries(sidecarEnvironment)]
      .filter(([, value]) => value === undefined)
      .map(([name]) => name),
  );
  const tokens = { appApiToken: 'secret', daprApiToken: 'secret' };
  const set = byHandEnvironment(town, parts, tokens, '/runtime');
  // An empty user of Redis is a value.
  const lines = execFileSync('sh', ['-c', `set -a\n${shellLines(set)}env`], { env: { PATH: process.env.PATH } });
  const inShell = [...lines.toString().matchAll(/^(\w+)=/gm)].map(([, name]) => name);
  expect(open.length).toBeGreaterThan(0);
  expect([...new Set(open)].filter((name) => !inShell.includes(name))).toEqual([]);
});

describe('the connections of the database', () => {
  const processes = (way: keyof typeof deployments) =>
    databaseServices().map(({ id }) => deployments[way][id]!.environment.DATABASE_PROCESSES);

  test('are shared by one process of each service, unless Compose is told of more', () => {
    const count = String(databaseServices().length);
    for (const way of ['dapr.yaml', 'tye.yaml'] as const) expect(new Set(processes(way))).toEqual(new Set([count]));
    const variable = `\${TOWN_DATABASE_PROCESSES:-${count}}`;
    expect(new Set(processes('docker-compose.yml'))).toEqual(new Set([variable]));
  });

  test('are shared in k8s by the replicas of each service, and one more of each during a rollout', () => {
    const { replicas, strategy } = read('k8s/base/every-service.yaml').spec;
    const count = databaseServices().length * (replicas + strategy.rollingUpdate.maxSurge);
    expect(new Set(processes('k8s'))).toEqual(new Set([String(count)]));
  });
});

describe('ports', () => {
  test('docker-compose.yml publishes on loopback alone', () => {
    const published = Object.values(read('docker-compose.yml').services).flatMap((service) => {
      return (service as { ports?: string[] }).ports ?? [];
    });
    expect(published.length).toBeGreaterThan(0);
    for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  test('k8s: Services lead to the ports of their apps', () => {
    const list = ofKind(readAll('k8s/base/services'), 'Service').map(({ metadata, spec }) => [
      metadata.name,
      spec.ports[0].port,
    ]);
    const port = (id: string) => servicePorts(town.base, ids.indexOf(id)).app;
    expect(list.sort()).toEqual([
      ['gateway', port('gateway')],
      ['notification', port('notification')],
    ]);
  });
});

describe('components', () => {
  const local = ofKind([...readAll('components'), ...readAll('components/redis')], 'Component');
  // biome-ignore lint/suspicious/noExplicitAny: YAML of other tools, whose form is what is being tested
  let built: any[];
  let cluster: typeof local;
  beforeAll(async () => {
    built = await kustomizeBuild('base');
    cluster = ofKind(built, 'Component');
  });
  const settings = (component: { spec: { metadata: { name: string; value?: string }[] } }) =>
    Object.fromEntries(
      component.spec.metadata.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
    );

  test('k8s has the same ones, for the same services', () => {
    const facts = (list: typeof local) => list.map(({ metadata, scopes }) => [metadata.name, scopes ?? 'all']).sort();
    expect(facts(cluster)).toEqual(facts(local));
  });

  test.each(local.map((component) => [component.metadata.name, component]))(
    'k8s: %s is set in the same way',
    (name, component) => {
      const other = cluster.find(({ metadata }) => metadata.name === name);
      if (name === 'secrets') return expect(other.spec.type).toBe('secretstores.kubernetes');
      expect(other.spec.type).toBe(component.spec.type);
      expect(settings(other)).toMatchObject(settings(component));
    },
  );

  test('are loaded only by the services that they name, so that the ingress and the operator need no secret', () => {
    const open = [...local, ...cluster].filter(({ metadata, scopes }) => metadata.name !== 'secrets' && !scopes);
    expect(open.map(({ metadata }) => metadata.name)).toEqual([]);
  });

  test('k8s: those on Redis name the one in the cluster, and none refers to the environment of a sidecar', () => {
    for (const { metadata, spec } of cluster) {
      const redis = /\.redis$/.test(spec.type) ? 'redis:6379' : undefined;
      expect([metadata.name, settings({ spec }).redisHost]).toEqual([metadata.name, redis]);
    }
    expect(JSON.stringify(cluster)).not.toContain('envRef');
  });

  test.each(profiles())('the %s profile has the same ones for messages, for the same services', (profile) => {
    const facts = (name: string) =>
      ofKind(readAll(`components/${name}`), 'Component').map(({ metadata, scopes }) => [metadata.name, scopes]);
    expect(facts(profile)).toEqual(facts(defaultProfile));
  });

  test.each(profiles())('the %s profile gives each service the same topics', (profile) => {
    const scopes = (list: typeof local) =>
      Object.fromEntries(
        list.map((component) => {
          const { publishingScopes, subscriptionScopes } = settings(component);
          return [component.metadata.name, { publishingScopes, subscriptionScopes }];
        }),
      );
    const messages = (path: string) => ofKind(readAll(path), 'Component');
    expect(scopes(messages(`components/${profile}`))).toEqual(scopes(messages(`components/${defaultProfile}`)));
  });

  test('calls to services have no time limit but their callers’', () => {
    const { apps } = read('dapr/resources/resiliency.yaml').spec.targets;
    expect(apps).toEqual(Object.fromEntries(ids.map((id) => [id, { retry: 'call' }])));
  });

  test('k8s has the policies and the access rules of every service, from the same files', () => {
    const { nameResolution: _names, features: _features, ...spec } = read('dapr/config.yaml').spec;
    const inNamespace = (document: { metadata: object; spec: object }, more: object = {}) => ({
      ...document,
      metadata: { ...document.metadata, namespace: 'townsquare' },
      spec: { ...document.spec, ...more },
    });
    expect(ofKind(built, 'Resiliency')).toEqual(
      readAll('dapr/resources/resiliency.yaml').map((document) => inNamespace(document)),
    );
    const configurations = ofKind(built, 'Configuration').filter(({ metadata }) => ids.includes(metadata.name));
    const byName = (list: typeof built) => [...list].sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
    expect(byName(configurations)).toEqual(
      byName(readAll('dapr/access').map((document) => inNamespace(document, spec))),
    );
    expect(configurations).toHaveLength(ids.length);
  });

  test('k8s: a sidecar may read the secrets of its own service, and those of no other', () => {
    const roles = ofKind(readAll('k8s/base/services'), 'Role');
    const known = ofKind(readAll('k8s/secrets.example.yaml'), 'Secret').map((secret) => secret.metadata.name);
    expect(roles.map((role) => role.metadata.name).sort()).toEqual(ids.map((id) => `${id}-secrets`).sort());
    for (const service of services) {
      const role = roles.find(({ metadata }) => metadata.name === `${service.id}-secrets`);
      const expected = [
        'redis',
        ...(service.needs.includes('redis') ? [`${service.id}-redis`] : []),
        ...(service.needs.includes('database') ? [`${service.id}-database`] : []),
        ...(service.id === 'notification' ? ['notification-push'] : []),
        ...(service.id === 'auth' ? ['auth-keys', 'auth-google', 'auth-facebook', 'auth-github', 'mail'] : []),
      ];
      expect(role.rules[0].resourceNames).toEqual(expected);
      expect(known).toEqual(
        expect.arrayContaining([...expected, `${service.id}-app-token`, `${service.id}-dapr-token`]),
      );
    }
  });
});
