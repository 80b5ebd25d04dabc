import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** The process's metrics, as `/metrics` shows them. */
export const metrics = new Registry();
collectDefaultMetrics({ register: metrics });

export const httpDuration = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time from a request to its response, by route',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  registers: [metrics],
});

export const eventsHandled = new Counter({
  name: 'events_handled_total',
  help: 'Events delivered to this service: applied, duplicate, retried or dropped',
  labelNames: ['topic', 'outcome'],
  registers: [metrics],
});

export const eventAge = new Histogram({
  name: 'event_age_seconds',
  help: 'Time from the event to its effect in this service',
  labelNames: ['topic'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300],
  registers: [metrics],
});

export const eventsPublished = new Counter({
  name: 'outbox_published_total',
  help: 'Events that the outbox relay published',
  labelNames: ['topic', 'outcome'],
  registers: [metrics],
});

export const deadLetters = new Counter({
  name: 'dead_letters_total',
  help: 'Events that this service could not apply, each once',
  labelNames: ['topic'],
  registers: [metrics],
});

export const publishDelay = new Histogram({
  name: 'outbox_publish_seconds',
  help: 'Time from an event (just before its commit) until the broker accepted it',
  labelNames: ['topic'],
  buckets: [0.002, 0.004, 0.006, 0.008, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300],
  registers: [metrics],
});

export const cacheLookups = new Counter({
  name: 'cache_lookups_total',
  help: 'Look-ups in the state store: hit, miss or failed',
  labelNames: ['outcome'],
  registers: [metrics],
});
