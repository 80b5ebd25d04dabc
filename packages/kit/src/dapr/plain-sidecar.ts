import { Pool } from 'undici';
import { refuseInTransaction } from '../database/open-transaction.js';
import { contextHeaders, MAX_CALLS, noResponse, type SidecarAddress, SidecarError } from './sidecar.js';

interface PlainRequest {
  /** Names the request in errors. */
  what: string;
  method: 'GET' | 'POST';
  path: string;
  json?: unknown;
  timeoutMs: number;
}

/** The sidecar's HTTP API where the SDK has no call for it: health, and responses that are bytes. */
export class PlainSidecar {
  readonly #pool: Pool;
  readonly #apiToken: string;

  constructor({ host, port, apiToken }: SidecarAddress) {
    this.#pool = new Pool(`http://${host}:${port}`, { connections: MAX_CALLS });
    this.#apiToken = apiToken;
  }

  /** Whether the sidecar's components and API are ready. Rejects when it does not respond. */
  async isReady(timeoutMs: number): Promise<boolean> {
    const { status } = await this.#request({
      what: 'health',
      method: 'GET',
      path: '/v1.0/healthz/outbound',
      timeoutMs,
    });
    return status === 204;
  }

  /** The bytes of a response. Rejects with a `SidecarError` when its status is not 2xx. */
  async bytes(request: PlainRequest): Promise<Buffer> {
    const { status, body } = await this.#request(request);
    if (status < 200 || status > 299) throw new SidecarError(request.what, status, body.toString());
    return body;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #request({ what, method, path, json, timeoutMs }: PlainRequest): Promise<{ status: number; body: Buffer }> {
    refuseInTransaction(`The sidecar was called (${what})`);
    const headers: Record<string, string> = { 'dapr-api-token': this.#apiToken, ...contextHeaders() };
    if (json !== undefined) headers['content-type'] = 'application/json';
    const body = json === undefined ? null : JSON.stringify(json);
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await this.#pool.request({ method, path, headers, body, signal });
      return { status: response.statusCode, body: Buffer.from(await response.body.arrayBuffer()) };
    } catch (error) {
      throw noResponse(what, timeoutMs, signal, error);
    }
  }
}
