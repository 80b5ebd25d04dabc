import type { Schemas } from '@townsquare/client';

/** An access token, of whom, and until when it is valid, in milliseconds since 1970. */
export interface Access {
  token: string;
  userId: string;
  expiresAt: number;
}

export function toAccess({ accessToken, expiresIn, userId }: Schemas['Tokens'], now: number): Access {
  return { token: accessToken, userId, expiresAt: now + expiresIn * 1000 };
}

/** How long before its end an access token is exchanged. */
const EARLY_MS = 30_000;

export function isFresh(access: Access | null, now: number): access is Access {
  return access !== null && access.expiresAt - EARLY_MS > now;
}

/** What a refresh needs of the browser and the API. */
export interface RefreshParts {
  /** The access token as this tab knows it, also one that another tab has passed on. */
  current(): Access | null;
  /** Runs the work while no other tab does the same. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Exchanges the refresh token in the cookie; null if there is none or it is not valid. */
  exchange(): Promise<Access | null>;
  now(): number;
}

/**
 * Returns a function that gets a new access token, once for all tabs: a tab that had to wait for another's refresh takes
 * the token that the other has passed on. `stale` is the token that the caller knows to be refused.
 */
export function createRefresh({ current, exclusively, exchange, now }: RefreshParts) {
  let running: Promise<Access | null> | undefined;
  return (stale?: string): Promise<Access | null> => {
    running ??= exclusively(async () => {
      const known = current();
      return isFresh(known, now()) && known.token !== stale ? known : exchange();
    }).finally(() => {
      running = undefined;
    });
    return running;
  };
}
