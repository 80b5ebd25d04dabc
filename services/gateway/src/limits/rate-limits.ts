/** Whose budget a request is counted against: one for each account, address, and address that signs in. */
export type Budget = 'user' | 'address' | 'auth';

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
