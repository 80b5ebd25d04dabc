/** What is counted: an account's requests, an address's, its attempts to sign in, and what costs more than the rest. */
export const BUDGETS = ['user', 'address', 'auth', 'search', 'upload', 'download'] as const;
export type Budget = (typeof BUDGETS)[number];

/** What is left of a budget after a request was counted. */
export interface Allowance {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Seconds until the budget is full again. */
  resetSeconds: number;
}

/** Counts requests for all instances of the gateway together. It never fails a request. */
export interface RateLimits {
  count(budget: Budget, key: string): Promise<Allowance>;
}

export const WINDOW_SECONDS = 60;
