import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { OPERATOR } from '../src/operator/operator.js';
import { services } from '../src/services.js';
import { ofKind, readAll } from './deployments.js';
import { kustomizeBuild } from './tools.js';

// kustomize is built at the first run.
jest.setTimeout(300_000);

// biome-ignore lint/suspicious/noExplicitAny: YAML of other tools, whose form is what is being tested
type Yaml = any;

describe.each(['base', 'parts', 'example'])('k8s/%s', (folder) => {
  let documents: Yaml[];
  beforeAll(async () => {
    documents = await kustomizeBuild(folder);
  });

  test('puts everything into the one namespace', () => {
    const elsewhere = documents.filter(
      ({ kind, metadata }) => kind !== 'Namespace' && metadata.namespace !== 'townsquare',
    );
    expect(elsewhere.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([]);
  });

  test('refers to no volume, map, account or configuration that is not there', () => {
    const names = (kind: string) => new Set(ofKind(documents, kind).map(({ metadata }) => metadata.name));
    const [claims, maps, accounts, configurations] = [
      'PersistentVolumeClaim',
      'ConfigMap',
      'ServiceAccount',
      'Configuration',
    ].map(names);
    for (const { metadata, spec } of ofKind(documents, 'Deployment')) {
      const pod = spec.template.spec;
      const annotations = spec.template.metadata.annotations ?? {};
      const missing = [
        ...(pod.volumes ?? []).flatMap((volume: Yaml) => [
          ...(volume.persistentVolumeClaim && !claims!.has(volume.persistentVolumeClaim.claimName) ? [volume] : []),
          ...(volume.configMap && !maps!.has(volume.configMap.name) ? [volume] : []),
        ]),
        ...(pod.serviceAccountName && !accounts!.has(pod.serviceAccountName) ? [pod.serviceAccountName] : []),
        ...(annotations['dapr.io/config'] && !configurations!.has(annotations['dapr.io/config'])
          ? [annotations['dapr.io/config']]
          : []),
      ];
      expect([metadata.name, missing]).toEqual([metadata.name, []]);
    }
  });

  test("gives every pod that has a sidecar this repository's own", () => {
    const images = ofKind(documents, 'Deployment')
      .map(({ spec }) => spec.template.metadata.annotations ?? {})
      .filter((annotations) => annotations['dapr.io/enabled'] === 'true')
      .map((annotations) => annotations['dapr.io/sidecar-image']);
    if (folder !== 'parts') expect(images.length).toBeGreaterThanOrEqual(services.length);
    expect(new Set(images).size).toBeLessThanOrEqual(1);
    for (const image of images) expect(image).toMatch(/\/townsquare-sidecar:/);
  });
});

describe('k8s/base', () => {
  test("has the operator's pod, whose sidecar reaches those of the services and which nobody reaches", async () => {
    const documents = await kustomizeBuild('base');
    const operator = ofKind(documents, 'Deployment').find(({ metadata }) => metadata.name === OPERATOR);
    const { annotations, labels } = operator.spec.template.metadata;
    expect(annotations).toMatchObject({ 'dapr.io/app-id': OPERATOR, 'dapr.io/config': OPERATOR });
    const secrets = ofKind(readAll('k8s/secrets.example.yaml'), 'Secret').map(({ metadata }) => metadata.name);
    expect(secrets).toContain(annotations['dapr.io/api-token-secret']);
    const policy = (name: string) => ofKind(documents, 'NetworkPolicy').find(({ metadata }) => metadata.name === name);
    expect(policy('services').spec.ingress[0]).toEqual({
      from: [{ podSelector: { matchLabels: { part: 'service' } } }, { podSelector: { matchLabels: labels } }],
      ports: [{ port: 50_002 }],
    });
    expect(policy(OPERATOR).spec).toEqual({ podSelector: { matchLabels: labels }, policyTypes: ['Ingress'] });
    const configuration = ofKind(documents, 'Configuration').find(({ metadata }) => metadata.name === OPERATOR);
    expect(configuration.spec.accessControl).toMatchObject({ defaultAction: 'deny', policies: [] });
  });
});

describe('k8s/example', () => {
  let documents: Yaml[];
  beforeAll(async () => {
    documents = await kustomizeBuild('example');
  });

  test('keeps media in an object store, whose keys the sidecars of user and post may read', () => {
    expect(ofKind(documents, 'PersistentVolumeClaim')).toEqual([]);
    const media = ofKind(documents, 'Component').find(({ metadata }) => metadata.name === 'media');
    expect([media.spec.type, media.auth, media.scopes]).toEqual([
      'bindings.aws.s3',
      { secretStore: 'secrets' },
      ['user', 'post'],
    ]);
    for (const service of ['user', 'post']) {
      const role = ofKind(documents, 'Role').find(({ metadata }) => metadata.name === `${service}-secrets`);
      expect(role.rules[0].resourceNames).toContain('media-s3');
    }
  });

  test('has the ingress with a sidecar in place of an Ingress, which the gateway allows', () => {
    expect(ofKind(documents, 'Ingress')).toEqual([]);
    const ingress = ofKind(documents, 'Deployment').find(({ metadata }) => metadata.name === 'ingress');
    expect(ingress.spec.template.metadata.annotations['dapr.io/app-id']).toBe('ingress');
    const gateway = ofKind(documents, 'Configuration').find(({ metadata }) => metadata.name === 'gateway');
    expect(gateway.spec.accessControl.policies.map(({ appId }: Yaml) => appId)).toEqual(['ingress']);
  });
});

test('the example of the secrets makes their namespace first', () => {
  const [first] = readAll('k8s/secrets.example.yaml');
  expect([first.kind, first.metadata.name]).toEqual(['Namespace', 'townsquare']);
});
