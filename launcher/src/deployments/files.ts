import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultProfile, profiles, repository } from '../town.js';
import { daprRunFile, tyeFile } from './by-hand.js';
import {
  daprKustomization,
  serviceManifests,
  withDatabaseSecrets,
  withServiceSecrets,
  withTargets,
} from './service-lists.js';
import { withScopesOf } from './topic-scopes.js';

/** The files of the repository that follow from others, whole or in part, by their paths. `npm run deployments` writes them. */
export function derivedFiles(): Record<string, string> {
  const read = (path: string) => readFileSync(join(repository, path), 'utf8');
  const changed = (path: string, change: (text: string) => string) => ({ [path]: change(read(path)) });
  const events = (profile: string) => `components/${profile}/events.yaml`;
  const others = profiles().filter((profile) => profile !== defaultProfile);
  return {
    'tye/tye.yaml': tyeFile(),
    'dapr/dapr.yaml': daprRunFile(),
    'dapr/kustomization.yaml': daprKustomization(),
    'k8s/base/services/kustomization.yaml': serviceManifests(),
    ...changed('dapr/resources/resiliency.yaml', withTargets),
    ...changed('k8s/base/databases.yaml', withDatabaseSecrets),
    ...changed('k8s/secrets.example.yaml', withServiceSecrets),
    ...Object.assign(
      {},
      ...others.map((profile) => changed(events(profile), (text) => withScopesOf(read(events(defaultProfile)), text))),
    ),
  };
}
