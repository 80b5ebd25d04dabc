import type { EventDefinition } from '@townsquare/contracts';

/** The names by which services know their Dapr components; which product stands behind one is chosen in YAML. */
export const COMPONENTS = {
  state: 'state',
  secrets: 'secrets',
  media: 'media',
  mail: 'mail',
  /** Takes in what could not be applied, apart from the events themselves. */
  deadLetters: 'deadletters',
} as const;

/**
 * The pub/sub component of the events about one kind of thing. A component's workers are shared by all its topics, so a
 * slow topic holds up only those that are about the same kind of thing.
 */
export function eventsComponent(aggregate: EventDefinition['aggregate']): string {
  return `events-${aggregate}`;
}
