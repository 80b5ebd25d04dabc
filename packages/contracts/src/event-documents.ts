import { z } from 'zod';
import { type EventDefinition, eventSchema } from './cloud-event.js';
import * as definitions from './events.js';

/** The events that this system publishes, in the order of their topics. */
export const EVENTS: readonly EventDefinition[] = Object.values<unknown>(definitions)
  .filter(isEventDefinition)
  .sort((one, other) => (one.topic < other.topic ? -1 : 1));

function isEventDefinition(value: unknown): value is EventDefinition {
  return typeof value === 'object' && value !== null && 'topic' in value && 'aggregate' in value && 'data' in value;
}

export type JsonSchema = Record<string, unknown>;

/**
 * The JSON Schema (draft 2020-12) of a whole message: the CloudEvents envelope with the event's own data. It accepts
 * fields that it does not name, since later versions of an event may add some.
 */
export function eventJsonSchema(event: EventDefinition): JsonSchema {
  const { $schema: dialect, $defs: named = {}, ...schema } = z.toJSONSchema(eventSchema(event), { io: 'input' });
  return { $schema: dialect, title: event.topic, description: event.description, ...resolve(schema, named) };
}

/** Puts schemas that have a name where they are referred to, so that each document stands for itself. */
function resolve(schema: JsonSchema, named: Record<string, JsonSchema>): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (_key, value) => {
    const name = typeof value?.$ref === 'string' ? value.$ref.replace('#/$defs/', '') : undefined;
    if (name === undefined) return value;
    const { id: _id, ...target } = named[name]!;
    return resolve(target, named);
  });
}

/** The AsyncAPI 3 document of every topic. `channels` and `operations` have the topic's name. */
export function asyncApiDocument(): JsonSchema {
  const entries = <Value>(make: (event: EventDefinition) => Value): Record<string, Value> =>
    Object.fromEntries(EVENTS.map((event) => [event.topic, make(event)]));
  return {
    asyncapi: '3.1.0',
    info: {
      title: 'Townsquare events',
      version: '1.0.0',
      license: { name: 'MIT' },
      description:
        'Each topic carries one kind of event as a CloudEvent 1.0 in structured JSON. An event is delivered at least ' +
        'once: its `id` identifies it. `aggregateversion` only grows for one `subject`, so an older event can be ' +
        'recognised and ignored. A subscriber reaches a topic through the Dapr pub/sub component of its `aggregate`.',
    },
    defaultContentType: 'application/cloudevents+json',
    channels: entries(({ topic, aggregate, description }) => ({
      address: topic,
      description,
      tags: [{ name: aggregate }],
      messages: { event: { $ref: `#/components/messages/${topic}` } },
      'x-dapr-pubsub': `events-${aggregate}`,
    })),
    operations: entries(({ topic, description }) => ({
      action: 'send',
      channel: { $ref: `#/channels/${topic}` },
      summary: description,
    })),
    components: {
      messages: entries(({ topic, description }) => ({
        name: topic,
        title: topic,
        summary: description,
        contentType: 'application/cloudevents+json',
        payload: { $ref: `#/components/schemas/${topic}` },
      })),
      schemas: entries((event) => {
        const { $schema: _dialect, ...schema } = eventJsonSchema(event);
        return schema;
      }),
    },
  };
}
