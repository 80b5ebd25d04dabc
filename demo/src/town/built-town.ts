import type { Plan } from '../plan/plan.js';
import type { DemoUser } from './demo-user.js';

/** What of the plan is there, with the ids that the town gave: the same numbers as in the plan. */
export interface BuiltTown {
  plan: Plan;
  users: DemoUser[];
  /** People whose account was there before this run: of them it has to be asked what else is. */
  knownBefore: Set<number>;
  postIds: string[];
  /** Posts that were there before this run. */
  postsBefore: Set<number>;
  commentIds: string[];
  commentsBefore: Set<number>;
}

/** How many of a kind a stage found missing and made. */
export interface StageResult {
  made: number;
  found: number;
}
