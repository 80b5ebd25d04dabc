import { type EventDefinition, eventSchema } from '@townsquare/contracts';
import type { z } from 'zod';
import type { DeliveredEvent, Subscription } from './subscription.js';

/** The largest event that a service accepts, in bytes; the sidecar moves a larger one to the dead letters. */
export const MAX_EVENT_BYTES = 4 * 1024 * 1024;

/** An event, or why it is invalid. */
export type Parsed = { event: DeliveredEvent<unknown> } | { fault: string };

/** One schema for each kind of event: building it takes longer than using it. */
const envelopes = new WeakMap<EventDefinition, z.ZodType<DeliveredEvent<unknown>>>();

/** Validates a delivered event: envelope, type, version and data. */
export function parseEvent({ event }: Subscription, body: unknown): Parsed {
  const envelope = envelopes.get(event) ?? eventSchema(event);
  envelopes.set(event, envelope);
  const result = envelope.safeParse(body);
  return result.success ? { event: result.data } : { fault: describe(result.error) };
}

/** The faults in one line: `data.name: expected string; schemaversion: expected 1`. */
function describe({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.') || 'the event'}: ${message}`).join('; ');
}
