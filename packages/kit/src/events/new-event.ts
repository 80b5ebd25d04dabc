import type { CloudEventEnvelope, EventDefinition } from '@townsquare/contracts';
import type { EntityManager } from 'typeorm';
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

/**
 * The most that an event may take as JSON. Far more than any has, and below what every broker takes (Kafka: 1 MB): what
 * was committed must be possible to publish.
 */
const MAX_EVENT_CHARACTERS = 256 * 1024;

/** Writes events into the outbox, in one statement; part of the caller's transaction. Throws when one is too large. */
export async function insertEvents(
  manager: EntityManager,
  events: CloudEventEnvelope[],
  definitions: EventDefinition[],
): Promise<void> {
  if (events.length === 0) return;
  const values = events.flatMap((event, index) => [
    event.id,
    event.type,
    definitions[index]!.aggregate,
    event.subject,
    event.type,
    event.aggregateversion,
    serialize(event),
  ]);
  const rows = events.map(() => '(?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))').join(', ');
  await manager.query(
    `INSERT INTO outbox (id, topic, aggregatetype, aggregateid, type, version, payload, created_at) VALUES ${rows}`,
    values,
  );
}

function serialize(event: CloudEventEnvelope): string {
  const json = JSON.stringify(event);
  if (json.length > MAX_EVENT_CHARACTERS) {
    throw new Error(`The event ${event.type} of ${event.subject} is too large to publish: ${json.length} characters.`);
  }
  return json;
}
