import { databaseServices, services } from '../services.js';

// The parts of other files that only list the services.

const ids = services.map(({ id }) => id);

/** dapr/kustomization.yaml. */
export function daprKustomization(): string {
  return `# What Kubernetes (k8s/base) takes from this folder as it is: who may call whom, and the retries. \`npm run deployments\`
# writes this file.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
${ids.map((id) => `  - access/${id}.yaml\n`).join('')}  - resources/resiliency.yaml
`;
}

/** k8s/base/services/kustomization.yaml. */
export function serviceManifests(): string {
  return `# \`npm run deployments\` writes this file.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
${ids.map((id) => `  - ${id}.yaml\n`).join('')}`;
}

/** The retries, with calls to each service among their targets. */
export function withTargets(resiliency: string): string {
  const targets = ids.map((id) => `      ${id}: { retry: call }\n`);
  return withBlock(resiliency, /(?<=^ {4}apps:\n)(?: {6}\S.*\n)+/m, targets);
}

/** The Job that makes the databases, with the secret of each. */
export function withDatabaseSecrets(job: string): string {
  const secrets = databaseServices().map(
    ({ id }) => `              - secret:
                  name: ${id}-database
                  items:
                    - { key: username, path: ${id}-database/username }
                    - { key: password, path: ${id}-database/password }
`,
  );
  return withBlock(job, /(?<=^ {12}sources:\n)(?: {14}.*\n)+/m, secrets);
}

/** The example of the secrets, with those that every service has: a login of its database, and two tokens. */
export function withServiceSecrets(example: string): string {
  const secret = (name: string, values: string) => `---
apiVersion: v1
kind: Secret
metadata: { name: ${name}, namespace: townsquare }
stringData: { ${values} }
`;
  const logins = databaseServices().map(({ id }) => secret(`${id}-database`, `username: ${id}, password: CHANGE-ME`));
  const tokens = ids.flatMap((id) => ['app', 'dapr'].map((kind) => secret(`${id}-${kind}-token`, 'token: CHANGE-ME')));
  return withBlock(example, /(?<=^# Those of every service: [^\n]*\n).*/ms, [...logins, ...tokens]);
}

function withBlock(text: string, block: RegExp, lines: string[]): string {
  if (!block.test(text)) throw new Error(`There is no ${block} in: ${text.slice(0, 200)}`);
  return text.replace(block, () => lines.join(''));
}
