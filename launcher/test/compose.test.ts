import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { OPERATOR } from '../src/operator/operator.js';
import { composeEnvironment } from '../src/parts/compose.js';
import { services as townServices } from '../src/services.js';
import { everydayTown, profiles, repository } from '../src/town.js';
import { composeConfig } from './tools.js';

// The program is built at the first run.
jest.setTimeout(300_000);

/** A value for each variable that docker-compose.yml demands. */
const FILLED_IN = {
  TOWN_MYSQL_PASSWORD: 'the-mysql-password',
  TOWN_REDIS_PASSWORD: 'the-redis-password',
  TOWN_APP_API_TOKEN: 'the-app-token',
  TOWN_DAPR_API_TOKEN: 'the-dapr-token',
};
const LOCAL_IMAGES = ['townsquare', 'townsquare-sidecar'];

interface Container {
  image: string;
  build?: object;
  pull_policy?: string;
  network_mode?: string;
  networks?: Record<string, unknown>;
  restart?: string;
  healthcheck?: { test: string[] };
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  ports?: { host_ip?: string; target: number }[];
  volumes?: { type: string; source: string; target: string; read_only?: boolean }[];
}
type Project = { services: Record<string, Container>; volumes: Record<string, object> };
interface Variable {
  DefaultValue: string;
  Required: boolean;
}

describe('docker-compose.yml', () => {
  test.each(Object.keys(FILLED_IN))('without %s is refused, with what to do', async (name) => {
    const { [name as keyof typeof FILLED_IN]: _missing, ...rest } = FILLED_IN;
    await expect(composeConfig([], rest)).rejects.toThrow(
      `required variable ${name} is missing a value: fill it in in .env`,
    );
  });

  test.each([...profiles(), OPERATOR])('is valid with the profile %s', async (profile) => {
    const { services } = (await composeConfig(['--profile', profile], FILLED_IN)) as Project;
    expect(Object.keys(services)).toEqual(expect.arrayContaining(townServices.map(({ id }) => id)));
  });

  test('gives each variable a value, an error or a line in .env.example', async () => {
    const variables: Record<string, Variable> = await composeConfig(['--variables'], {});
    const example = readFileSync(join(repository, '.env.example'), 'utf8');
    const explained = [...example.matchAll(/^(?:# )?(\w+)=/gm)].map(([, name]) => name!);
    const required = Object.entries(variables).filter(([, { Required }]) => Required);
    expect(required.map(([name]) => name).sort()).toEqual(Object.keys(FILLED_IN).sort());
    const empty = Object.entries(variables).filter(([, { DefaultValue }]) => DefaultValue === '');
    // FACEBOOK and GITHUB have the same lines as GOOGLE, as .env.example says.
    const names = empty.map(([name]) => name.replace(/FACEBOOK|GITHUB/, 'GOOGLE'));
    expect(names.filter((name) => !explained.includes(name))).toEqual([]);
    expect(explained.filter((name) => !(name in variables))).toEqual([]);
  });

  test('is valid in the environment in which the launcher starts parts from it', async () => {
    const home = mkdtempSync(join(tmpdir(), 'town-'));
    try {
      const env = composeEnvironment({ ...everydayTown({}), home });
      expect(Object.keys((await composeConfig([], env)).services)).toContain('mysql');
      const variables = await composeConfig(['--variables'], {});
      expect(Object.keys(env).filter((name) => !(name in variables))).toEqual([]);
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});

describe('the containers', () => {
  let project: Project;
  let all: [string, Container][];
  beforeAll(async () => {
    project = await composeConfig(['--profile', OPERATOR], FILLED_IN);
    all = Object.entries(project.services);
  });
  const mounting = (volume: string) =>
    all.filter(([, { volumes = [] }]) => volumes.some(({ source }) => source === volume)).map(([name]) => name);
  const ids = townServices.map(({ id }) => id);

  test.each([...ids, OPERATOR])('of %s are an app and a sidecar in the network of a pod that outlives both', (id) => {
    const { [id]: app, [`${id}-sidecar`]: sidecar, [`${id}-pod`]: pod } = project.services;
    expect([app!.network_mode, sidecar!.network_mode]).toEqual([`service:${id}-pod`, `service:${id}-pod`]);
    expect(Object.keys(pod!.networks ?? {})).toEqual(['default']);
    expect([app!.networks, sidecar!.networks]).toEqual([undefined, undefined]);
    expect([sidecar!.restart, pod!.restart]).toEqual(['unless-stopped', 'unless-stopped']);
    expect(app!.depends_on).toHaveProperty(`${id}-pod`);
    expect(sidecar!.depends_on).toHaveProperty(`${id}-pod`);
  });

  test.each(ids)('of %s start after the databases are prepared, and say whether they are ready', (id) => {
    const { depends_on, healthcheck, restart } = project.services[id]!;
    expect(depends_on?.prepare?.condition).toBe('service_completed_successfully');
    expect(healthcheck?.test).toEqual(['CMD', 'node', 'docker/is-ready.mjs']);
    expect(restart).toBe('unless-stopped');
  });

  test('of the parts are healthy before the databases are prepared', () => {
    const conditions = Object.entries(project.services.prepare!.depends_on ?? {});
    expect(conditions.map(([name, { condition }]) => [name, condition]).sort()).toEqual(
      ['elasticsearch', 'kafka', 'mysql', 'rabbitmq', 'redis'].map((name) => [name, 'service_healthy']),
    );
    for (const name of ['elasticsearch', 'mysql', 'redis'])
      expect([name, project.services[name]!.healthcheck?.test.length]).not.toEqual([name, undefined]);
  });

  test('publish on loopback alone, and only the gateway of the services', () => {
    const published = all.flatMap(([name, { ports = [] }]) => ports.map(({ host_ip }) => [name, host_ip]));
    expect(published.map(([, address]) => address)).toEqual(published.map(() => '127.0.0.1'));
    expect(published.map(([name]) => name).sort()).toEqual(['elasticsearch', 'gateway-pod', 'mail', 'mysql', 'redis']);
  });

  test('that read the secrets are the sidecars of the services, and no app', () => {
    expect(mounting('secrets').sort()).toEqual(['prepare', ...ids.map((id) => `${id}-sidecar`)].sort());
    const { volumes = [] } = project.services['post-sidecar']!;
    expect(volumes.find(({ source }) => source === 'secrets')?.read_only).toBe(true);
  });

  test('of the apps have no password in their environment', () => {
    for (const id of [...ids, OPERATOR]) {
      const values = Object.values(project.services[id]!.environment ?? {});
      expect([id, values.filter((value) => value.includes('password'))]).toEqual([id, []]);
    }
  });

  test('find each other by the names that all sidecars write into one volume', () => {
    expect(mounting('names').sort()).toEqual([...ids, OPERATOR].map((id) => `${id}-sidecar`).sort());
  });

  test('run images that are built here, or that have a version', () => {
    for (const [name, { image, pull_policy, build }] of all) {
      if (!LOCAL_IMAGES.includes(image)) expect([name, image]).toEqual([name, expect.stringMatching(/:\d/)]);
      else if (!build) expect([name, pull_policy]).toEqual([name, 'never']);
    }
    const built = all.filter(([, { build }]) => build).map(([, { image }]) => image);
    expect(built.sort()).toEqual(LOCAL_IMAGES);
  });

  test('mount only volumes that the file declares, or folders of the repository', () => {
    for (const [name, { volumes = [] }] of all)
      for (const { type, source } of volumes)
        expect([name, type === 'volume' ? source in project.volumes : source.startsWith(repository)]).toEqual([
          name,
          true,
        ]);
  });
});
