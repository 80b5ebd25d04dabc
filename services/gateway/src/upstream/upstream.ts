import type { IncomingHttpHeaders } from 'node:http';
import type { Readable, Writable } from 'node:stream';

/** A request on its way to a service. */
export interface UpstreamRequest {
  appId: string;
  method: string;
  /** Clean path and query. */
  path: string;
  headers: Record<string, string | string[]>;
  body: Readable | Buffer | null;
  /** Whether it sends a file, which takes as long as the client needs. */
  isUpload: boolean;
  /** How long the service may take until it begins to answer; a body that is being sent counts. */
  answerWithinMs: number;
  /** Ends the request early. */
  signal: AbortSignal;
}

/** The way to the services. */
export interface Upstream {
  /**
   * Sends a request. Once the head of the answer is there, `receive` says where its body goes. Resolves when all of it
   * has gone there; rejects when the service could not be reached, took too long, or broke off.
   */
  send(request: UpstreamRequest, receive: (status: number, headers: IncomingHttpHeaders) => Writable): Promise<void>;
  close(): Promise<void>;
}
