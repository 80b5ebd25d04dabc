import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import { repository } from '../src/town.js';
import { ApiServer } from './api-server.js';
import { ofKind, readAll } from './deployments.js';
import { daprSource, kustomizeBuild } from './tools.js';

// The API server is built at the first run, while other tests run.
jest.setTimeout(1_800_000);

// biome-ignore lint/suspicious/noExplicitAny: objects of Kubernetes, whose form the server checks
type Yaml = any;

const OVERLAYS = ['base', 'parts', 'example'];

let server: ApiServer;
let dapr: string;
const built: Record<string, Yaml[]> = {};
beforeAll(async () => {
  for (const overlay of OVERLAYS) built[overlay] = await kustomizeBuild(overlay);
  dapr = await daprSource();
  server = await ApiServer.start();
  const folder = join(dapr, 'charts', 'dapr', 'crds');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.yaml'))) {
    const definition = parse(readFileSync(join(folder, name), 'utf8'));
    // It names a webhook of Dapr's operator, which does not run here.
    delete definition.spec.conversion;
    await server.define(definition);
  }
  expect(await server.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'townsquare' } })).toBeUndefined();
});
afterAll(() => server?.stop());

/** What the server refuses of these objects, and why. */
async function refused(objects: Yaml[]): Promise<(string | undefined)[][]> {
  const outcomes = await Promise.all(
    objects.map(async (object) => [`${object.kind} ${object.metadata.name}`, await server.apply(object)]),
  );
  return outcomes.filter(([, reason]) => reason !== undefined);
}

describe("Kubernetes' API server, with Dapr's kinds", () => {
  test.each(OVERLAYS)('accepts every object of k8s/%s, and knows each of its fields', async (overlay) => {
    expect(built[overlay]!.length).toBeGreaterThan(5);
    expect(await refused(built[overlay]!)).toEqual([]);
  });

  test('accepts the example of the secrets', async () => {
    expect(await refused(readAll('k8s/secrets.example.yaml'))).toEqual([]);
  });

  test.each([
    ['a field of a Deployment', 'Deployment', 'spec.replcas', ({ spec }: Yaml) => (spec.replcas = 2)],
    [
      'a field of a container',
      'Deployment',
      'spec.template.spec.containers',
      ({ spec }: Yaml) => (spec.template.spec.containers[0].imagePulPolicy = 'Never'),
    ],
    [
      "a field of Dapr's access rules",
      'Configuration',
      'defaultActoin',
      ({ spec }: Yaml) => (spec.accessControl.defaultActoin = 'deny'),
    ],
    ['a port out of range', 'Service', 'port', ({ spec }: Yaml) => (spec.ports[0].port = 70_000)],
    ['a component without a type', 'Component', 'type', ({ spec }: Yaml) => delete spec.type],
  ] as [string, string, string, (object: Yaml) => void][])(
    'refuses %s that is wrong',
    async (_what, kind, named, spoil) => {
      const object = structuredClone(ofKind(built.base!, kind)[0]);
      spoil(object);
      object.metadata.name = `${object.metadata.name}-spoilt`;
      expect(await server.apply(object)).toContain(named);
    },
  );
});

describe('k8s/', () => {
  test('has each component in the example, so that the server has read it', () => {
    const folders = readdirSync(join(repository, 'k8s', 'components')).map((name) => `../components/${name}`);
    const { components } = readAll('k8s/example/kustomization.yaml')[0];
    expect([...components].sort()).toEqual([...folders, '../../ingress'].sort());
  });

  test('has each folder with a kustomization among those that the server has read', () => {
    const folders = readdirSync(join(repository, 'k8s')).filter((name) =>
      existsSync(join(repository, 'k8s', name, 'kustomization.yaml')),
    );
    expect(folders.sort()).toEqual([...OVERLAYS].sort());
  });

  test("uses no annotation that Dapr's injector does not know: it would skip it without a word", async () => {
    const source = readFileSync(join(dapr, 'pkg', 'injector', 'annotations', 'annotations.go'), 'utf8');
    const known = new Set([...source.matchAll(/"(dapr\.io\/[\w-]+)"/g)].map(([, name]) => name!));
    expect(known.size).toBeGreaterThan(20);
    for (const overlay of OVERLAYS) {
      const pods = built[overlay]!.flatMap(({ spec }) => spec?.template?.metadata?.annotations ?? []);
      const used = pods.flatMap((annotations: object) => Object.keys(annotations));
      expect([overlay, used.filter((name) => name.startsWith('dapr.io/') && !known.has(name))]).toEqual([overlay, []]);
    }
  });
});
