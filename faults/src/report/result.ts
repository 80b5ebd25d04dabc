import type { Finding } from '../checker/finding.js';
import type { Fault } from '../faults/fault-injector.js';

/** What a run of a scenario showed. */
export interface Result {
  profile: string;
  scenario: string;
  description: string;
  seed: string;
  startedAt: string;
  people: number;
  requests: number;
  acknowledged: number;
  refused: number;
  /** Writes of which nobody knew the outcome. */
  unknown: number;
  /** Requests without an answer, or with one that something is broken. */
  unanswered: number;
  /** Writes that were sent again with the key of one that was acknowledged. */
  repeatedKeys: number;
  loadSeconds: number;
  faults: Fault[];
  /** From the last acknowledged write, with everything whole, until all agreed. */
  agreedAfterMs: number;
  findings: Finding[];
  figures: Record<string, string>;
}
