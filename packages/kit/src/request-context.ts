import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** What a log line, an outgoing call and an event take over from the request or event that caused them. */
export interface RequestContext {
  requestId: string;
  /** W3C trace context. */
  traceparent: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** The context of the request or event that is being worked on, if any. */
export function currentContext(): RequestContext | undefined {
  return storage.getStore();
}

/** Runs `work` under a context; a trace is begun where none, or a malformed one, came in. */
export function withContext<T>(incoming: Partial<RequestContext>, work: () => T): T {
  const requestId = /^[\w.-]{1,64}$/.test(incoming.requestId ?? '')
    ? incoming.requestId!
    : randomBytes(8).toString('hex');
  const traceparent = isTraceparent(incoming.traceparent) ? incoming.traceparent : newTraceparent();
  return storage.run({ requestId, traceparent }, work);
}

function isTraceparent(value: string | undefined): value is string {
  // A sidecar without tracing sends zeros, which name no trace.
  return /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.test(value ?? '');
}

function newTraceparent(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
}
