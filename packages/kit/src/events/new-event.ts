import type { CloudEventEnvelope, EventDefinition } from '@townsquare/contracts';
import { ulid } from 'ulid';
import { currentContext } from '../request-context.js';

/** What an event is about, and the version of that thing after the change. The version only grows. */
export interface Aggregate {
  id: string;
  version: number;
}

/** A complete CloudEvent, with the trace of the request that caused it. */
export function newEvent<Data>(
  service: string,
  definition: EventDefinition<Data>,
  aggregate: Aggregate,
  data: Data,
): CloudEventEnvelope {
  const traceparent = currentContext()?.traceparent;
  return {
    specversion: '1.0',
    id: ulid(),
    source: `/townsquare/${service}`,
    type: definition.topic,
    subject: aggregate.id,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    aggregateversion: aggregate.version,
    schemaversion: definition.schemaVersion,
    // The sidecar overwrites both unless `traceid` is there.
    ...(traceparent ? { traceparent, traceid: traceparent } : {}),
    data,
  };
}
