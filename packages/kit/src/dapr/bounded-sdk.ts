import { AsyncLocalStorage } from 'node:async_hooks';
import { Agent } from 'node:http';
import type { DaprClient as Sdk } from '@dapr/dapr';
import { refuseInTransaction } from '../database/open-transaction.js';
import { contextHeaders, MAX_CALLS, noResponse, type SidecarAddress, SidecarError } from './sidecar.js';

/** More than the sidecar itself takes as a body (`max-body-size`), so only a response that never ends is cut off. */
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;

/** The SDK's own HTTP function, which is node-fetch. */
type Fetch = (url: string, options: FetchOptions) => Promise<FetchResponse>;
type FetchOptions = { headers: Record<string, string> } & Record<string, unknown>;
type FetchResponse = { status: number; statusText: string; text(): Promise<string> };

/** A call under way. The transport notes here what the SDK does not tell. */
interface Call {
  what: string;
  timeoutMs: number;
  signal: AbortSignal;
  status?: number;
  isEmpty?: boolean;
  failure?: Error;
}

/** What a call of the SDK came to. The SDK's value for a response without a body is an empty string. */
export interface Outcome<T> {
  value: T;
  status: number;
  isEmpty: boolean;
}

/**
 * The SDK's `DaprClient` with what it lacks. Each call has a time limit, at which its request is aborted, and takes the
 * trace of the request that caused it along. Each failure is thrown, also where the SDK would return or hide it. The
 * SDK is imported at the first use: it takes seconds, and programs that only share this package do without it.
 */
export class BoundedSdk {
  readonly #calls = new AsyncLocalStorage<Call>();
  // The SDK's own agents are shared by all clients of the process, and have no limit.
  readonly #agent = new Agent({ keepAlive: true, maxSockets: MAX_CALLS });
  readonly #underWay = new Set<Promise<unknown>>();
  #sdk?: Promise<Sdk>;

  constructor(private readonly address: SidecarAddress) {}

  /** Imports the SDK. The first call does it too, but then somebody waits for it. */
  load(): Promise<Sdk> {
    this.#sdk ??= this.#create();
    return this.#sdk;
  }

  /**
   * Runs one call of the SDK; `what` names it in errors. Rejects when there is no response within `timeoutMs`, and with a
   * `SidecarError` when its status is not 2xx or its body is not JSON.
   */
  async call<T>(what: string, timeoutMs: number, work: (sdk: Sdk) => Promise<T>): Promise<Outcome<T>> {
    refuseInTransaction(`The sidecar was called (${what})`);
    const sdk = await this.load();
    const call: Call = { what, timeoutMs, signal: AbortSignal.timeout(timeoutMs) };
    const running = this.#calls.run(call, () => work(sdk));
    this.#underWay.add(running);
    try {
      const value = await running;
      if (call.failure) throw call.failure;
      return { value, status: call.status!, isEmpty: call.isEmpty! };
    } catch (error) {
      throw call.failure ?? error;
    } finally {
      this.#underWay.delete(running);
    }
  }

  /** Waits for the calls that are under way, then closes the connections. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#underWay);
    this.#agent.destroy();
  }

  async #create(): Promise<Sdk> {
    const { DaprClient } = await import('@dapr/dapr');
    const { host, port, apiToken } = this.address;
    const sdk = new DaprClient({
      daprHost: host,
      daprPort: String(port),
      daprApiToken: apiToken,
      // What it logs as an error is thrown here.
      logger: { service: SILENT },
    });
    const http = sdk.daprClient;
    const fetch: Fetch = await http.getClient(false);
    // In place of this the SDK would first ask for /metadata, for up to half a minute and without a time limit for each.
    http.getClient = async () => (url: string, options: FetchOptions) => this.#send(fetch, url, options);
    return sdk;
  }

  async #send(fetch: Fetch, url: string, options: FetchOptions): Promise<FetchResponse> {
    const call = this.#calls.getStore();
    if (!call) throw new Error('The SDK is used outside of BoundedSdk.call, where a call has no time limit.');
    try {
      const response = await fetch(checkedUrl(url), {
        ...options,
        headers: { ...options.headers, ...contextHeaders() },
        agent: this.#agent,
        signal: call.signal,
        size: MAX_RESPONSE_BYTES,
        // The SDK would follow a redirect, and take the API token along.
        redirect: 'manual',
      });
      const text = await response.text();
      const { status, statusText } = response;
      call.status = status;
      call.isEmpty = text === '';
      if (status < 200 || status > 299) call.failure = new SidecarError(call.what, status, text);
      else if (!isJsonOrEmpty(text)) call.failure = new SidecarError(call.what, status, `not JSON: ${text}`);
      return { status, statusText, text: async () => text };
    } catch (error) {
      call.failure = noResponse(call.what, call.timeoutMs, call.signal, error);
      throw error;
    }
  }
}

function checkedUrl(url: string): string {
  // node-fetch would resolve these, and so call something else.
  if (/\/(\.|%2e){1,2}(?=[/?#]|$)/i.test(url)) throw new Error(`${url} has a dot segment in its path.`);
  // The SDK publishes in bulk at an address that Dapr keeps for old clients.
  return url.replace('/v1.0-alpha1/publish/bulk/', '/v1.0/publish/bulk/');
}

/** The SDK returns a text that is not JSON as it is, as if the value were that text. */
function isJsonOrEmpty(text: string): boolean {
  if (text === '') return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const nothing = () => undefined;
const SILENT = { error: nothing, warn: nothing, info: nothing, verbose: nothing, debug: nothing };
