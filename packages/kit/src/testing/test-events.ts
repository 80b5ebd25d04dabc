import type { CloudEventEnvelope, EventDefinition } from '@townsquare/contracts';
import type { Database } from '../database/database.js';

/** The events that wait in a service's outbox, oldest first. */
export async function publishedEvents(database: Database, topic?: string): Promise<CloudEventEnvelope[]> {
  const rows: { payload: string }[] = await database.manager.query('SELECT payload FROM outbox ORDER BY seq');
  const events = rows.map((row) => JSON.parse(row.payload) as CloudEventEnvelope);
  return topic === undefined ? events : events.filter((event) => event.type === topic);
}

let counter = 0;

/** An event as the sidecar delivers it. Its version is 1, and its id new, unless the test says otherwise. */
export function testEvent<Data>(
  definition: EventDefinition<Data>,
  data: Data,
  envelope: Partial<CloudEventEnvelope> = {},
): CloudEventEnvelope {
  counter += 1;
  return {
    specversion: '1.0',
    id: `test-${process.pid}-${counter}`,
    source: '/townsquare/test',
    type: definition.topic,
    subject: '1',
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    aggregateversion: 1,
    schemaversion: definition.schemaVersion,
    data,
    ...envelope,
  };
}
