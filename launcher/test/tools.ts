import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { buildOnce } from '../src/sidecar/build.js';
import { run } from '../src/system/run.js';
import { repository } from '../src/town.js';

// Programs that read the manifests as a cluster does. Each is built once, into the cache.

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
