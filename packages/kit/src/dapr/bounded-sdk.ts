import type { DaprClient as Sdk } from '@dapr/dapr';
import { ContextVariable } from '../context-variable.js';
import { isSuccess, type SidecarAddress, SidecarError, type SidecarHttp } from './sidecar-http.js';

/** What the SDK gives to the function that makes its HTTP requests, and reads of the response. */
type FetchOptions = { method: string; headers: Record<string, string>; body?: string };
type FetchResponse = { status: number; statusText: string; text(): Promise<string> };

/** A call under way. Its request notes here what the SDK does not tell. */
interface Call {
  what: string;
  timeoutMs: number;
  status?: number;
  isEmpty?: boolean;
  failure?: unknown;
}

/** What a call of the SDK came to. The SDK's value for a response without a body is an empty string. */
export interface Outcome<T> {
  value: T;
  status: number;
  isEmpty: boolean;
}

/**
 * The SDK's `DaprClient` with what it lacks. It makes its requests by `SidecarHttp`, so each has a time limit, a share of a
 * bounded number of connections, and the trace. Each failure is thrown, also where the SDK would return or hide it. The SDK
 * is imported at the first use: it takes seconds, and programs that only share this package do without it.
 */
export class BoundedSdk {
  readonly #calls = new ContextVariable<Call>();
  #sdk?: Promise<Sdk>;

  constructor(
    private readonly http: SidecarHttp,
    private readonly address: SidecarAddress,
  ) {}

  /** Imports the SDK. The first call does it too, but then a request waits for it. */
  load(): Promise<Sdk> {
    this.#sdk ??= this.#create();
    return this.#sdk;
  }

  /**
   * Runs one call of the SDK; `what` names it in errors. Rejects when there is no response within `timeoutMs`, and with a
   * `SidecarError` when its status is not 2xx or its body is not JSON.
   */
  async call<T>(what: string, timeoutMs: number, work: (sdk: Sdk) => Promise<T>): Promise<Outcome<T>> {
    const sdk = await this.load();
    const call: Call = { what, timeoutMs };
    const value = await this.#calls
      .run(call, () => work(sdk))
      .catch((error) => {
        throw call.failure ?? error;
      });
    if (call.failure) throw call.failure;
    return { value, status: call.status!, isEmpty: call.isEmpty! };
  }

  async #create(): Promise<Sdk> {
    const { DaprClient } = await import('@dapr/dapr');
    const sdk = new DaprClient({
      daprHost: this.address.host,
      daprPort: String(this.address.port),
      daprApiToken: this.address.apiToken,
      // What it logs as an error is thrown here.
      logger: { service: SILENT },
    });
    // The SDK's own function is node-fetch 2, after a wait of up to half a minute for /metadata at the first call.
    sdk.daprClient.getClient = async () => (url: string, options: FetchOptions) => this.#fetch(url, options);
    return sdk;
  }

  async #fetch(url: string, { method, headers, body }: FetchOptions): Promise<FetchResponse> {
    const call = this.#calls.get();
    if (!call) throw new Error('The SDK is used outside of BoundedSdk.call, which sets the time limit.');
    const { what, timeoutMs } = call;
    try {
      const response = await this.http.request({ what, method, path: pathOf(url), headers, body, timeoutMs });
      const text = response.body.toString();
      call.status = response.status;
      call.isEmpty = text === '';
      if (!isSuccess(response.status)) call.failure = new SidecarError(what, response.status, text);
      else if (!call.isEmpty) requireJson(what, response.status, text);
      return { status: response.status, statusText: '', text: async () => text };
    } catch (error) {
      call.failure = error;
      throw error;
    }
  }
}

function pathOf(url: string): string {
  const path = url.replace(/^http:\/\/[^/]+/, '');
  // The SDK publishes in bulk at an address that Dapr keeps for old clients.
  return path.replace(/^\/v1\.0-alpha1\/publish\/bulk\//, '/v1.0/publish/bulk/');
}

/** The SDK returns a text that is not JSON as it is, as if the value were that text. */
function requireJson(what: string, status: number, text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new SidecarError(what, status, `not JSON: ${text}`);
  }
}

const nothing = () => undefined;
const SILENT = { error: nothing, warn: nothing, info: nothing, verbose: nothing, debug: nothing };
