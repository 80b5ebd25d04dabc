import type { EventDefinition } from '@townsquare/contracts';

/** The names of the Dapr components; the YAML of a component chooses its product. */
export const COMPONENTS = {
  state: 'state',
  secrets: 'secrets',
  media: 'media',
  mail: 'mail',
  /** The broker of the dead letters, apart from that of the events. */
  deadLetters: 'deadletters',
} as const;

/**
 * The pub/sub component of the events about one kind of thing. A component's workers are shared by all its topics, so a
 * slow topic delays only topics about the same kind of thing.
 */
export function eventsComponent(aggregate: EventDefinition['aggregate']): string {
  return `events-${aggregate}`;
}
