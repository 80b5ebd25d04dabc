import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { OPERATOR, partPorts } from '@townsquare/launcher';
import { eventually } from './eventually.js';
import { outsideSidecar } from './outside-sidecar.js';
import { sidecarUrl, tokensOf } from './sidecars.js';
import { required, town } from './town.js';
import { readYaml } from './yaml.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const TOKEN = 'of the operator, for the test';

interface Container {
  entrypoint: string[];
  environment: Record<string, string | number>;
}

/** What docker-compose.yml says of the containers. */
const [{ services }] = readYaml('docker-compose.yml') as [{ services: Record<'operator' | 'auth', Container> }];

/** The environment of a container, with the defaults of its variables where `values` has none. */
function environmentOf({ environment }: Container, values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      values[name] ?? String(value).replace(/\$\{\w+:[-?]([^}]*)\}/g, '$1'),
    ]),
  );
}

/** Runs a command as a container does: with no more environment than is given. */
function runContained([program, ...args]: string[], env: Record<string, string>) {
  const command = program === 'node' ? process.execPath : program!;
  return new Promise<{ code: number; output: string }>((resolve) => {
    execFile(command, args, { env, cwd: repository }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr });
    });
  });
}

/** `docker compose exec auth node services/auth/dist/src/admin.js …`: returns the exit code and the output. */
export function adminInContainer(...args: string[]): Promise<{ code: number; output: string }> {
  const mysql = new URL(required('TOWN_TEST_MYSQL_URL'));
  const env = environmentOf(services.auth, {
    DAPR_HTTP_PORT: new URL(sidecarUrl('auth')).port,
    DAPR_API_TOKEN: tokensOf('auth').daprApiToken,
    DATABASE_HOST: mysql.hostname,
    DATABASE_PORT: mysql.port,
  });
  return runContained(['node', 'services/auth/dist/src/admin.js', ...args], env);
}

/**
 * The operator's container without a container: the command line of docker-compose.yml, with no more environment than is
 * written there, beside a sidecar of its own that has the town's certificate for it.
 */
export class OperatorContainer {
  private constructor(
    private readonly sidecar: ChildProcess,
    readonly sidecarUrl: string,
  ) {}

  static async start(): Promise<OperatorContainer> {
    const { args, httpPort } = await outsideSidecar(OPERATOR, {
      config: `${repository}dapr/config.yaml`,
      'resources-path': `${repository}dapr/resources`,
      'sentry-address': `127.0.0.1:${partPorts(town.portBase).sentry}`,
      'control-plane-trust-domain': 'townsquare',
    });
    const sidecar = spawn(required('TOWN_DAPRD'), [...args, '--enable-mtls'], {
      stdio: 'ignore',
      env: {
        NAMESPACE: 'townsquare',
        DAPR_HOST_IP: '127.0.0.1',
        DAPR_API_TOKEN: TOKEN,
        DAPR_TRUST_ANCHORS: readFileSync(`${town.home}/secrets/authority/ca.crt`, 'utf8'),
        DAPR_SENTRY_TOKEN_FILE: `${town.home}/secrets/identities/${OPERATOR}.jwt`,
        TOWN_NAMES_FILE: required('TOWN_NAMES_FILE'),
      },
    });
    return new OperatorContainer(sidecar, `http://127.0.0.1:${httpPort}`);
  }

  /** `docker compose run --rm operator …`: returns the exit code and the output. */
  run(...args: string[]): Promise<{ code: number; output: string }> {
    const values = { DAPR_HTTP_PORT: new URL(this.sidecarUrl).port, DAPR_API_TOKEN: TOKEN };
    return runContained([...services.operator.entrypoint, ...args], environmentOf(services.operator, values));
  }

  /** Calls a route of a service through the operator's sidecar, as another program in the container could. */
  async call(service: string, method: string, path: string): Promise<{ status: number; text: string }> {
    await eventually(
      () => fetch(`${this.sidecarUrl}/v1.0/healthz/outbound`),
      ({ ok }) => ok,
      "the operator's sidecar is ready",
    );
    const response = await fetch(`${this.sidecarUrl}/v1.0/invoke/${service}/method${path}`, {
      method,
      headers: { 'dapr-api-token': TOKEN },
    });
    return { status: response.status, text: await response.text() };
  }

  async stop(): Promise<void> {
    if (this.sidecar.exitCode !== null || this.sidecar.signalCode !== null) return;
    this.sidecar.kill('SIGTERM');
    await once(this.sidecar, 'exit');
  }
}
