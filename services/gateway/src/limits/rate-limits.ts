/**
 * What is counted: an account's requests; an address's, its guesses that were wrong, the accounts it opens and the mails
 * it asks for, and its exchanges of refresh tokens; and what costs more than the rest.
 */
export const BUDGETS = ['user', 'address', 'guess', 'mail', 'refresh', 'search', 'upload', 'download'] as const;
export type Budget = (typeof BUDGETS)[number];

/** What is left of a budget. */
export interface Allowance {
  budget: Budget;
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Seconds until the budget is full again. */
  resetSeconds: number;
}

/** Counts requests for all instances of the gateway together. It never fails a request. */
export interface RateLimits {
  count(budget: Budget, key: string): Promise<Allowance>;
  /** Counts nothing: says whether there is anything left. */
  look(budget: Budget, key: string): Promise<Allowance>;
}

export const WINDOW_SECONDS = 60;
