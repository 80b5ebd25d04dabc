import { Pool } from 'undici';
import { refuseInTransaction } from '../database/open-transaction.js';
import { unavailable } from '../errors.js';
import { currentContext } from '../request-context.js';

export interface SidecarAddress {
  host: string;
  port: number;
  apiToken: string;
}

/** What a call through the sidecar came back with. */
export interface SidecarAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

export interface BulkEntry {
  entryId: string;
  event: unknown;
  contentType: string;
  metadata: Record<string, string>;
}

interface CallOptions {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  json?: unknown;
  timeoutMs: number;
}

const INVOKE_TIMEOUT_MS = 3_000;
/** Behind a file are a service and a binding of its own. */
const FILE_TIMEOUT_MS = 20_000;
const STATE_TIMEOUT_MS = 500;
const PUBLISH_TIMEOUT_MS = 10_000;
const BINDING_TIMEOUT_MS = 15_000;

/**
 * The sidecar's HTTP API, as far as services use it. Every call has a time limit and every failure is an error: nothing
 * is returned that a caller could forget to look at. Calls are refused while the caller's own transaction is open: a
 * transaction holds its locks for as long as it waits.
 */
export class DaprClient {
  readonly #pool: Pool;
  readonly #apiToken: string;

  constructor(address: SidecarAddress) {
    this.#pool = new Pool(`http://${address.host}:${address.port}`, { connections: 64 });
    this.#apiToken = address.apiToken;
  }

  /** Waits until the sidecar's components and API are ready. The app need not listen for that. */
  async waitUntilReady(limitMs = 120_000): Promise<void> {
    const giveUpAt = Date.now() + limitMs;
    for (;;) {
      const ready = await this.#call({ method: 'GET', path: '/v1.0/healthz/outbound', timeoutMs: 2_000 })
        .then((answer) => answer.status === 204)
        .catch(() => false);
      if (ready) return;
      if (Date.now() > giveUpAt)
        throw new Error(`The Dapr sidecar was not ready within ${limitMs / 1000} s; see its log.`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async isReady(): Promise<boolean> {
    const answer = await this.#call({ method: 'GET', path: '/v1.0/healthz/outbound', timeoutMs: 1_000 });
    return answer.status === 204;
  }

  /** Calls a route of another service and parses its JSON. 404 answers null; any other failure is `unavailable`. */
  async invoke<T>(appId: string, method: 'GET' | 'POST', path: string, json?: unknown): Promise<T | null> {
    const body = await this.#invoke(appId, { method, path, json, timeoutMs: INVOKE_TIMEOUT_MS });
    return body && (JSON.parse(body.toString()) as T);
  }

  /** The bytes of a file that another service answers. 404 answers null; any other failure is `unavailable`. */
  invokeFile(appId: string, path: string): Promise<Buffer | null> {
    return this.#invoke(appId, { method: 'GET', path, timeoutMs: FILE_TIMEOUT_MS });
  }

  /** Publishes finished events; answers the ids of the entries that were not taken by the broker. */
  async publishBulk(component: string, topic: string, entries: BulkEntry[]): Promise<Set<string>> {
    const path = `/v1.0/publish/bulk/${component}/${topic}`;
    const answer = await this.#call({ method: 'POST', path, json: entries, timeoutMs: PUBLISH_TIMEOUT_MS });
    if (answer.status < 300) return new Set();
    const failed = failedEntries(answer.body);
    if (failed.length === 0) throw sidecarError(`publish to ${topic}`, answer);
    return new Set(failed);
  }

  /** A value of the state store, or undefined where there is none. */
  async getState<T>(store: string, key: string): Promise<T | undefined> {
    const path = `/v1.0/state/${store}/${encodeURIComponent(key)}`;
    const answer = await this.#call({ method: 'GET', path, timeoutMs: STATE_TIMEOUT_MS });
    if (answer.status === 204) return undefined;
    if (answer.status !== 200) throw sidecarError(`state ${key}`, answer);
    return JSON.parse(answer.body.toString()) as T;
  }

  async saveState(store: string, key: string, value: unknown, ttlSeconds: number): Promise<void> {
    const json = [{ key, value, metadata: { ttlInSeconds: String(ttlSeconds) } }];
    const answer = await this.#call({
      method: 'POST',
      path: `/v1.0/state/${store}`,
      json,
      timeoutMs: STATE_TIMEOUT_MS,
    });
    if (answer.status >= 300) throw sidecarError(`state ${key}`, answer);
  }

  async deleteState(store: string, key: string): Promise<void> {
    const path = `/v1.0/state/${store}/${encodeURIComponent(key)}`;
    const answer = await this.#call({ method: 'DELETE', path, timeoutMs: STATE_TIMEOUT_MS });
    if (answer.status >= 300) throw sidecarError(`state ${key}`, answer);
  }

  /** The named values of one secret. */
  async getSecret(store: string, name: string): Promise<Record<string, string>> {
    const answer = await this.#call({ method: 'GET', path: `/v1.0/secrets/${store}/${name}`, timeoutMs: 5_000 });
    if (answer.status !== 200) throw sidecarError(`secret ${name}`, answer);
    return JSON.parse(answer.body.toString()) as Record<string, string>;
  }

  /**
   * Asks an output binding for an operation. Bytes go as base64, which every file binding is told to expect; text goes
   * as it is.
   */
  async invokeBinding(
    name: string,
    operation: string,
    metadata: Record<string, string>,
    data?: Buffer | string,
  ): Promise<SidecarAnswer> {
    const json = { operation, metadata, data: typeof data === 'string' ? data : data?.toString('base64') };
    const path = `/v1.0/bindings/${name}`;
    const answer = await this.#call({ method: 'POST', path, json, timeoutMs: BINDING_TIMEOUT_MS });
    if (answer.status >= 300) throw sidecarError(`binding ${name} ${operation}`, answer);
    return answer;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #invoke(appId: string, call: CallOptions): Promise<Buffer | null> {
    const path = `/v1.0/invoke/${appId}/method${call.path}`;
    const answer = await this.#call({ ...call, path }).catch((cause) => {
      throw unavailable(appId, String(cause));
    });
    if (answer.status === 404) return null;
    if (answer.status >= 300) throw unavailable(appId, `${answer.status} ${answer.body.toString().slice(0, 300)}`);
    // Every route that is called so answers something: this was a sidecar that did not reach it (decision 24).
    if (answer.body.length === 0) throw unavailable(appId, `${answer.status} without a body`);
    return answer.body;
  }

  async #call({ method, path, json, timeoutMs }: CallOptions): Promise<SidecarAnswer> {
    refuseInTransaction(`The sidecar was called (${method} ${path})`);
    const context = currentContext();
    const headers: Record<string, string> = { 'dapr-api-token': this.#apiToken };
    if (json !== undefined) headers['content-type'] = 'application/json';
    if (context) {
      headers.traceparent = context.traceparent;
      headers['x-request-id'] = context.requestId;
    }
    const body = json === undefined ? null : JSON.stringify(json);
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await this.#pool.request({ method, path, headers, body, signal });
    const bytes = Buffer.from(await response.body.arrayBuffer());
    return { status: response.statusCode, headers: response.headers, body: bytes };
  }
}

function failedEntries(body: Buffer): string[] {
  try {
    const parsed = JSON.parse(body.toString()) as { failedEntries?: { entryId: string }[] };
    return parsed.failedEntries?.map((entry) => entry.entryId) ?? [];
  } catch {
    return [];
  }
}

function sidecarError(what: string, answer: SidecarAnswer): Error {
  // Long enough for the paths that file bindings name before they say what is wrong.
  return new Error(`The sidecar answered ${answer.status} to ${what}: ${answer.body.toString().slice(0, 2000)}`);
}
