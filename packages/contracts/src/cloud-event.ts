import { z } from 'zod';

/**
 * The envelope of every message: CloudEvents 1.0 in structured JSON, with two extension attributes.
 * `aggregateversion` only grows for one `subject`; `schemaversion` says which form `data` has.
 */
export const CloudEventEnvelope = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(64),
  source: z.string().min(1),
  type: z.string().min(1),
  subject: z.string().min(1),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  aggregateversion: z.int().nonnegative(),
  schemaversion: z.int().positive(),
  traceparent: z.string().optional(),
  traceid: z.string().optional(),
  data: z.unknown(),
});
export type CloudEventEnvelope = z.infer<typeof CloudEventEnvelope>;

/** A kind of event: its topic (which is also its CloudEvents type), what it is about, and the schema of its data. */
export interface EventDefinition<Data = unknown> {
  readonly topic: string;
  /** The kind of thing the event is about: what Debezium's outbox router calls the aggregate type. */
  readonly aggregate: string;
  /** What has happened, in one sentence. */
  readonly description: string;
  readonly schemaVersion: number;
  readonly data: z.ZodType<Data>;
}

export function defineEvent<Schema extends z.ZodType>(
  topic: string,
  aggregate: string,
  description: string,
  data: Schema,
): EventDefinition<z.infer<Schema>> {
  return { topic, aggregate, description, schemaVersion: 1, data: data as z.ZodType<z.infer<Schema>> };
}

/** The schema of a whole message: the envelope with the event's own data. */
export function eventSchema<Data>({ topic, schemaVersion, data }: EventDefinition<Data>) {
  return CloudEventEnvelope.extend({ type: z.literal(topic), schemaversion: z.literal(schemaVersion), data });
}

export type EventData<Definition> = Definition extends EventDefinition<infer Data> ? Data : never;
