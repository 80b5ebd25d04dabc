import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Which topics a service may publish and receive, as lines of a component. */
const SCOPES = / {4}- name: (?:publishing|subscription)Scopes\n {6}value: >-\n(?: {8}.*\n)+/g;

/** Gives each component of `target` (YAML) the topics that the component with its name has in `source`. */
export function copyScopes(source: string, target: string): string {
  const scopes = new Map(
    source.split('\n---\n').map((component) => [nameOf(component), component.match(SCOPES) ?? []]),
  );
  const components = target.split('\n---\n').map((component) => {
    const own = [...(scopes.get(nameOf(component)) ?? [])];
    return component.replace(SCOPES, (lines) => own.shift() ?? lines);
  });
  return components.join('\n---\n');
}

const nameOf = (component: string) => /^ {2}name: (\S+)$/m.exec(component)?.[1];

// `npm run contracts`: copies the topics of the default profile into the other profiles and Kubernetes.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const repository = fileURLToPath(new URL('../../../', import.meta.url));
  const source = readFileSync(`${repository}components/redis/events.yaml`, 'utf8');
  const profiles = readdirSync(`${repository}components`, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const others = profiles.map(({ name }) => `components/${name}/events.yaml`);
  for (const path of [...others, 'k8s/base/dapr/events.yaml'].map((name) => repository + name)) {
    writeFileSync(path, copyScopes(source, readFileSync(path, 'utf8')));
  }
  console.log('Copied the topics of components/redis/events.yaml to the other profiles and to Kubernetes');
}
