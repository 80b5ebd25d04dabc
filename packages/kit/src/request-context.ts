import { randomBytes } from 'node:crypto';
import { ContextVariable } from './context-variable.js';

/** What log lines, outgoing calls and events copy from the request or event that caused them. */
export interface RequestContext {
  requestId: string;
  /** W3C trace context. */
  traceparent: string;
}

const current = new ContextVariable<RequestContext>();

/** The context of the current request or event, if any. */
export function currentContext(): RequestContext | undefined {
  return current.get();
}

/** Runs `work` with a context; starts a new trace where the incoming one is missing or malformed. */
export function withContext<T>(incoming: Partial<RequestContext>, work: () => T): T {
  const requestId = /^[\w.-]{1,64}$/.test(incoming.requestId ?? '') ? incoming.requestId! : randomHex(8);
  const traceparent = isTraceparent(incoming.traceparent) ? incoming.traceparent : newTraceparent();
  return current.run({ requestId, traceparent }, work);
}

function isTraceparent(value: string | undefined): value is string {
  // A sidecar without tracing sends zeros, which name no trace.
  return /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.test(value ?? '');
}

function newTraceparent(): string {
  return `00-${randomHex(16)}-${randomHex(8)}-00`;
}

/** Random bytes are generated in bulk: a system call for a few bytes would slow down every request noticeably. */
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
