import type { IncomingHttpHeaders } from 'node:http';
import type { Writable } from 'node:stream';
import type { SidecarAddress } from '@townsquare/kit';
import { type Dispatcher, Pool } from 'undici';
import type { Upstream, UpstreamRequest } from './upstream.js';

const CONNECTIONS = 256;

/** A silence of this length in the middle of an answer ends it. */
const BODY_TIMEOUT_MS = 30_000;

/** Services as the gateway's own sidecar reaches them. Bodies are streamed both ways. */
export class SidecarUpstream implements Upstream {
  readonly #pool: Pool;

  constructor(private readonly address: SidecarAddress) {
    this.#pool = new Pool(`http://${address.host}:${address.port}`, { connections: CONNECTIONS });
  }

  async send(
    request: UpstreamRequest,
    receive: (status: number, headers: IncomingHttpHeaders) => Writable,
  ): Promise<void> {
    await this.#pool.stream(
      {
        path: `/v1.0/invoke/${request.appId}/method${request.path}`,
        method: request.method as Dispatcher.HttpMethod,
        headers: { ...request.headers, 'dapr-api-token': this.address.apiToken },
        body: request.body,
        headersTimeout: request.answerWithinMs,
        bodyTimeout: BODY_TIMEOUT_MS,
        signal: request.signal,
      },
      ({ statusCode, headers }) => receive(statusCode, headers),
    );
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
