import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { buildOnce, findGo } from '../src/sidecar/build.js';
import { run } from '../src/system/run.js';
import { repository } from '../src/town.js';

// Programs that read the manifests as a cluster and Docker do. Each is built once, into the cache.

const ldflags = '-s -w';
const advice = 'install Go 1.24 or later (https://go.dev/dl).';

// biome-ignore lint/suspicious/noExplicitAny: YAML of other tools, whose form is what is being tested
type Yaml = any;

/** What `kustomize build` makes of a folder of k8s/. */
export async function kustomizeBuild(folder: string): Promise<Yaml[]> {
  const tool = { module: 'k8s/tools', binary: 'kustomize', package: 'sigs.k8s.io/kustomize/kustomize/v5' };
  const kustomize = await buildOnce({ ...tool, ldflags, advice }, () => {});
  const options = { what: `kustomize build ${folder}`, advice: 'the output names the file.', cwd: repository };
  return parseAllDocuments(await run(kustomize, ['build', join('k8s', folder)], options)).map((one) => one.toJS());
}

/** What `docker compose config` prints of docker-compose.yml, with this environment and no file .env. */
export async function composeConfig(args: string[], env: Record<string, string>): Promise<Yaml> {
  const tool = { module: 'docker/compose-config', binary: 'compose-config', package: '.', ldflags, advice };
  const program = await buildOnce(tool, () => {});
  const options = { what: 'docker compose config', advice: 'the output names the place.', cwd: repository, env };
  return JSON.parse(await run(program, [...args, 'docker-compose.yml'], options));
}

/** The program of Kubernetes' API server, with etcd in it. */
export function kubeApiServer(): Promise<string> {
  const tool = { module: 'k8s/apiserver', binary: 'kube-apiserver', package: '.', ldflags, advice };
  return buildOnce({ ...tool, isInBackground: true }, () => {});
}

/** The folder with the source of Dapr that the sidecars are built from. */
export async function daprSource(): Promise<string> {
  const options = { cwd: join(repository, 'dapr', 'sidecar'), what: 'The source of Dapr', advice };
  await run(findGo() ?? 'go', ['mod', 'download', 'github.com/dapr/dapr'], options);
  return (await run(findGo() ?? 'go', ['list', '-m', '-f', '{{.Dir}}', 'github.com/dapr/dapr'], options)).trim();
}
