import { currentContext } from '../request-context.js';

export interface SidecarAddress {
  host: string;
  port: number;
  apiToken: string;
}

/** How many calls of one process the sidecar works on at a time. A call beyond that waits, within its own time limit. */
export const MAX_CALLS = 64;

/** The sidecar, or the service that it called, responded with a failure. */
export class SidecarError extends Error {
  constructor(
    what: string,
    readonly status: number,
    readonly body: string,
  ) {
    // Long enough for the paths that file bindings name before they say what is wrong.
    super(`The sidecar responded with ${status} to ${what}: ${body.slice(0, 2000)}`);
  }
}

/** The error for a call that has no response: it names the time limit where that was the reason. */
export function noResponse(what: string, timeoutMs: number, signal: AbortSignal, cause: unknown): Error {
  const reason = signal.aborted ? `within ${timeoutMs} ms` : String(cause);
  return new Error(`The sidecar did not respond to ${what}: ${reason}`, { cause });
}

/** The headers by which a call belongs to the request or event that caused it. */
export function contextHeaders(): Record<string, string> {
  const context = currentContext();
  return context ? { traceparent: context.traceparent, 'x-request-id': context.requestId } : {};
}
