/** The names by which services know their Dapr components; which product stands behind one is chosen in YAML. */
export const COMPONENTS = {
  /** Every event but announcements. */
  pubsub: 'pubsub',
  /** Announcements of posts to followers: apart, so that a large fan-out does not hold up anything else. */
  fanout: 'fanout',
  state: 'state',
  secrets: 'secrets',
  media: 'media',
  mail: 'mail',
} as const;

export type PubsubComponent = typeof COMPONENTS.pubsub | typeof COMPONENTS.fanout;
