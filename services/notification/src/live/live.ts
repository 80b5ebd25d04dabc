import type { Cause } from '../domain/kinds.js';

/** What was notified of, and who was. */
export interface Notified {
  cause: Cause;
  recipients: string[];
  /** When what they are told of was committed. */
  since: string;
}

/** What an event has changed for people who may be looking. */
export interface Outcome {
  /** New or changed notifications. */
  notified?: Notified;
  /** Whose number of unread notifications may be another now. */
  counted?: string[];
}

/** Tells people who are connected, at whichever instance. It never fails: who misses something reads it later. */
export interface Live {
  tell(outcome: Outcome): void;
  /** Ends a person's connections. */
  disconnect(userId: string): void;
}
