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
  const requestId = /^[\w.-]{1,64}$/.test(incoming.requestId ?? '') ? incoming.requestId! : randomHex(8);
  const traceparent = isTraceparent(incoming.traceparent) ? incoming.traceparent : newTraceparent();
  return storage.run({ requestId, traceparent }, work);
}

function isTraceparent(value: string | undefined): value is string {
  // A sidecar without tracing sends zeros, which name no trace.
  return /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.test(value ?? '');
}

function newTraceparent(): string {
  return `00-${randomHex(16)}-${randomHex(8)}-00`;
}

/** Random bytes are had in bulk: asking the system for a few at a time costs every request noticeably. */
let pool = Buffer.alloc(0);
let used = 0;

function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    pool = randomBytes(8_192);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}
