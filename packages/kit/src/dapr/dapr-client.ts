import type { HttpMethod } from '@dapr/dapr';
import { unavailable } from '../errors.js';
import { BoundedSdk } from './bounded-sdk.js';
import { type SidecarAddress, SidecarError, SidecarHttp } from './sidecar-http.js';

export type { SidecarAddress } from './sidecar-http.js';

export interface BulkEntry {
  entryId: string;
  event: object;
  contentType: string;
  metadata: Record<string, string>;
}

const INVOKE_TIMEOUT_MS = 3_000;
/** Behind a file are a service and a binding of its own. */
const FILE_TIMEOUT_MS = 20_000;
const STATE_TIMEOUT_MS = 500;
const SECRET_TIMEOUT_MS = 5_000;
const PUBLISH_TIMEOUT_MS = 10_000;
const BINDING_TIMEOUT_MS = 15_000;

/**
 * The sidecar, as far as services use it, through the Dapr SDK; bytes and health without it (decision 1). Every call
 * has a time limit and every failure is an error: nothing is returned that a caller could forget to look at. Calls are
 * refused while the caller's own transaction is open: a transaction holds its locks for as long as it waits.
 */
export class DaprClient {
  readonly #sdk: BoundedSdk;
  readonly #http: SidecarHttp;

  constructor(address: SidecarAddress) {
    this.#http = new SidecarHttp(address);
    this.#sdk = new BoundedSdk(this.#http, address);
  }

  /** Waits until the sidecar's components and API are ready. The app need not listen for that. */
  async waitUntilReady(limitMs = 120_000): Promise<void> {
    await this.#sdk.load();
    const giveUpAt = Date.now() + limitMs;
    while (!(await this.#isReady(2_000).catch(() => false))) {
      if (Date.now() > giveUpAt)
        throw new Error(`The Dapr sidecar was not ready within ${limitMs / 1000} s; see its log.`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  isReady(): Promise<boolean> {
    return this.#isReady(1_000);
  }

  /** Calls a route of another service and parses its JSON. 404 returns null; any other failure is `unavailable`. */
  invoke<T>(appId: string, method: 'GET' | 'POST', path: string, json?: object): Promise<T | null> {
    const options = json === undefined ? {} : { headers: { 'Content-Type': 'application/json' } };
    return fromService(appId, async () => {
      const { value, isEmpty } = await this.#sdk.call(`${method} ${path} of ${appId}`, INVOKE_TIMEOUT_MS, (sdk) =>
        sdk.invoker.invoke(appId, path.slice(1), method.toLowerCase() as HttpMethod, json, options),
      );
      return isEmpty ? undefined : (value as T);
    });
  }

  /** The bytes of a file that another service returns. 404 returns null; any other failure is `unavailable`. */
  invokeFile(appId: string, path: string): Promise<Buffer | null> {
    return fromService(appId, async () => {
      const bytes = await this.#http.bytes({
        what: `GET ${path} of ${appId}`,
        method: 'GET',
        path: `/v1.0/invoke/${appId}/method${path}`,
        timeoutMs: FILE_TIMEOUT_MS,
      });
      return bytes.length === 0 ? undefined : bytes;
    });
  }

  /** Publishes finished events; returns the ids of the entries that the broker did not take. */
  async publishBulk(component: string, topic: string, entries: BulkEntry[]): Promise<Set<string>> {
    const messages = entries.map(({ entryId, ...entry }) => ({ ...entry, entryID: entryId }));
    try {
      await this.#write(`publish to ${topic}`, PUBLISH_TIMEOUT_MS, (sdk) =>
        sdk.pubsub.publishBulk(component, topic, messages),
      );
      return new Set();
    } catch (error) {
      const failed = failedEntries(error);
      if (failed.length === 0) throw error;
      return new Set(failed);
    }
  }

  /** A value of the state store, or undefined where there is none. */
  async getState<T>(store: string, key: string): Promise<T | undefined> {
    const what = `state ${key}`;
    const { status, isEmpty, value } = await this.#sdk.call(what, STATE_TIMEOUT_MS, (sdk) =>
      sdk.state.get(store, encodeURIComponent(key)),
    );
    if (status === 204) return undefined;
    if (isEmpty) throw new SidecarError(what, status, 'no value');
    return value as T;
  }

  async saveState(store: string, key: string, value: unknown, ttlSeconds: number): Promise<void> {
    const item = { key, value, metadata: { ttlInSeconds: String(ttlSeconds) } };
    await this.#write(`state ${key}`, STATE_TIMEOUT_MS, (sdk) => sdk.state.save(store, [item]));
  }

  async deleteState(store: string, key: string): Promise<void> {
    await this.#write(`state ${key}`, STATE_TIMEOUT_MS, (sdk) => sdk.state.delete(store, encodeURIComponent(key)));
  }

  /** The named values of one secret. */
  async getSecret(store: string, name: string): Promise<Record<string, string>> {
    const what = `secret ${name}`;
    const { status, value } = await this.#sdk.call(what, SECRET_TIMEOUT_MS, (sdk) => sdk.secret.get(store, name));
    if (typeof value !== 'object' || !value) throw new SidecarError(what, status, 'no values');
    return value as Record<string, string>;
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
  ): Promise<void> {
    await this.#sdk.call(`binding ${name} ${operation}`, BINDING_TIMEOUT_MS, (sdk) =>
      sdk.binding.send(name, operation, typeof data === 'string' ? data : data?.toString('base64'), metadata),
    );
  }

  /** The bytes that an output binding returns for an operation. */
  readBinding(name: string, operation: string, metadata: Record<string, string>): Promise<Buffer> {
    return this.#http.bytes({
      what: `binding ${name} ${operation}`,
      method: 'POST',
      path: `/v1.0/bindings/${name}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ operation, metadata }),
      timeoutMs: BINDING_TIMEOUT_MS,
    });
  }

  /** Closes the connections once the calls that are under way have ended. */
  close(): Promise<void> {
    return this.#http.close();
  }

  async #isReady(timeoutMs: number): Promise<boolean> {
    const path = '/v1.0/healthz/outbound';
    return (await this.#http.request({ what: 'health', method: 'GET', path, timeoutMs })).status === 204;
  }

  /** A call to which Dapr responds with 204 when it is done, and with nothing else. */
  async #write(what: string, timeoutMs: number, work: Parameters<BoundedSdk['call']>[2]): Promise<void> {
    const { status } = await this.#sdk.call(what, timeoutMs, work);
    if (status !== 204) throw new SidecarError(what, status, 'not what Dapr responds with when it is done');
  }
}

/** What a service returned; null for its 404. Every other failure is `unavailable`. */
async function fromService<T>(appId: string, ask: () => Promise<T | undefined>): Promise<T | null> {
  let found: T | undefined;
  try {
    found = await ask();
  } catch (error) {
    if (!(error instanceof SidecarError)) throw unavailable(appId, String(error));
    if (error.status === 404) return null;
    throw unavailable(appId, `${error.status} ${error.body.slice(0, 300)}`);
  }
  // Every route that is called so returns something: this was a sidecar that did not reach it (decision 24).
  if (found === undefined) throw unavailable(appId, 'a response without a body');
  return found;
}

/**
 * The ids of the entries that failed, where a bulk did in part. The SDK reports none of them: it looks for `entryID`, and
 * Dapr sends `entryId`.
 */
function failedEntries(error: unknown): string[] {
  if (!(error instanceof SidecarError)) return [];
  try {
    const parsed = JSON.parse(error.body) as { failedEntries?: { entryId: string }[] };
    return parsed.failedEntries?.map((entry) => entry.entryId) ?? [];
  } catch {
    return [];
  }
}
