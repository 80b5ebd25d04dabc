import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../src/system/ports.js';
import { waitFor } from '../src/system/wait.js';
import { kubeApiServer } from './tools.js';

// biome-ignore lint/suspicious/noExplicitAny: objects of Kubernetes, whose form the server checks
type Yaml = any;

const READY_SECONDS = 60;

/** A real API server of Kubernetes on loopback, with nothing in it. No controller and no node: it only keeps what it accepts. */
export class ApiServer {
  /** The path of each kind's collection, with `NAMESPACE` in it where the kind has one. */
  readonly #collections = new Map<string, Promise<Map<string, string>>>();
  #printed = '';

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly token: string,
    private readonly program: ChildProcess,
  ) {
    program.stderr?.on('data', (chunk) => {
      this.#printed = (this.#printed + chunk).slice(-4_000);
    });
  }

  static async start(): Promise<ApiServer> {
    const command = await kubeApiServer();
    const folder = mkdtempSync(join(tmpdir(), 'kube-apiserver-'));
    const [client, peer, port] = (await freePorts(3)) as [number, number, number];
    const token = randomBytes(24).toString('hex');
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text, { mode: 0o600 });
      return join(folder, name);
    };
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const flags: Record<string, string | number> = {
      'bind-address': '127.0.0.1',
      'advertise-address': '127.0.0.1',
      'secure-port': port,
      'cert-dir': folder,
      'token-auth-file': file('tokens.csv', `${token},tests,1,system:masters\n`),
      'authorization-mode': 'RBAC',
      'service-account-issuer': 'https://kubernetes.default.svc',
      'service-account-key-file': file('service-accounts.pub', publicKey),
      'service-account-signing-key-file': file('service-accounts.key', privateKey),
      'disable-admission-plugins': 'ServiceAccount',
      'endpoint-reconciler-type': 'none',
      'service-cluster-ip-range': '10.0.0.0/24',
      'watch-cache': 'false',
    };
    const etcd = [join(folder, 'etcd'), `http://127.0.0.1:${client}`, `http://127.0.0.1:${peer}`];
    const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
    const program = spawn(command, [...etcd, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    const server = new ApiServer(folder, port, token, program);
    await waitFor(async () => (await server.#request('GET', '/readyz')).status === 200, {
      what: 'the API server of Kubernetes',
      limitSeconds: READY_SECONDS,
      giveUp: async () => {
        if (program.exitCode !== null) throw new Error(`kube-apiserver has ended: ${server.#printed}`);
      },
    });
    return server;
  }

  /** Applies an object. Returns why it is refused, which a field that the server does not know is enough for; else nothing. */
  async apply(object: Yaml): Promise<string | undefined> {
    const collection = await this.#collectionOf(object);
    if (!collection) return `There is no kind ${object.kind} in ${object.apiVersion}.`;
    const path = `${collection.replace('NAMESPACE', object.metadata.namespace)}/${object.metadata.name}`;
    const query = 'fieldManager=tests&force=true&fieldValidation=Strict';
    const { status, body } = await this.#request('PATCH', `${path}?${query}`, object);
    return status < 300 ? undefined : body.message;
  }

  /** Applies the definition of a kind, and waits until the server serves it. */
  async define(definition: Yaml): Promise<void> {
    const refused = await this.apply(definition);
    if (refused) throw new Error(refused);
    const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${definition.metadata.name}`;
    await waitFor(
      async () => {
        const { body } = await this.#request('GET', path);
        const conditions: { type: string; status: string }[] = body.status?.conditions ?? [];
        return conditions.some(({ type, status }) => type === 'Established' && status === 'True');
      },
      { what: definition.metadata.name, limitSeconds: READY_SECONDS },
    );
    this.#collections.clear();
  }

  async stop(): Promise<void> {
    if (this.program.exitCode === null) {
      // What it holds is thrown away: it need not end its requests first.
      this.program.kill('SIGKILL');
      await once(this.program, 'exit');
    }
    rmSync(this.folder, { recursive: true });
  }

  async #collectionOf({ apiVersion, kind }: Yaml): Promise<string | undefined> {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const known = this.#collections.get(root) ?? this.#discover(root);
    this.#collections.set(root, known);
    return (await known).get(kind);
  }

  async #discover(root: string): Promise<Map<string, string>> {
    const { status, body } = await this.#request('GET', root);
    if (status !== 200 && status !== 404) throw new Error(`GET ${root}: ${status} ${body.message}`);
    const resources: { name: string; kind: string; namespaced: boolean }[] = body.resources ?? [];
    return new Map(
      resources
        .filter(({ name }) => !name.includes('/'))
        .map(({ name, kind, namespaced }) => [kind, `${root}/${namespaced ? 'namespaces/NAMESPACE/' : ''}${name}`]),
    );
  }

  async #request(method: string, path: string, object?: Yaml): Promise<{ status: number; body: Yaml }> {
    const certificate = join(this.folder, 'apiserver.crt');
    if (!existsSync(certificate)) throw new Error('It has no certificate yet.');
    const call = request({
      ...{ host: '127.0.0.1', port: this.port, method, path, ca: readFileSync(certificate) },
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(object === undefined ? {} : { 'content-type': 'application/apply-patch+yaml' }),
      },
    });
    // JSON is YAML.
    call.end(object === undefined ? undefined : JSON.stringify(object));
    const [response] = await once(call, 'response');
    let text = '';
    for await (const chunk of response) text += chunk;
    return { status: response.statusCode, body: text.startsWith('{') ? JSON.parse(text) : text };
  }
}
