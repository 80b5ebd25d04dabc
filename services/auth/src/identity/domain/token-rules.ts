import type { Role } from '@townsquare/kit';

// How long an access token is valid, and what follows from that, is in packages/contracts/src/limits.ts: every service needs it.

/** How long a refresh token is valid. Each use returns a new one. */
export const REFRESH_TOKEN_DAYS = 30;

/** How long a session lasts at most, however often it is used. */
export const SESSION_DAYS = 180;

const DAY_MS = 24 * 3600 * 1000;

/**
 * How long a token may be used again after its first use: two tabs of one client may refresh at the same moment, and a
 * response can be lost. A stolen token works for at most these seconds before its reuse is noticed.
 */
export const REUSE_GRACE_MS = 10_000;

export interface RefreshTokenFacts {
  usedAt: Date | null;
  expiresAt: Date;
}

/**
 * What to do with a refresh token: exchange it for the next one; refuse it; or end the session, since the token was used
 * before and two parties hold it.
 */
export type RefreshVerdict = 'exchange' | 'refuse' | 'endSession';

/** Judges a refresh token; `undefined` stands for an unknown one. */
export function judgeRefresh(token: RefreshTokenFacts | undefined, now: Date): RefreshVerdict {
  if (!token || token.expiresAt <= now) return 'refuse';
  if (token.usedAt === null) return 'exchange';
  return now.getTime() - token.usedAt.getTime() <= REUSE_GRACE_MS ? 'exchange' : 'endSession';
}

/** Returns when a token that is issued now expires, in a session that began at `startedAt`. */
export function refreshExpiry(now: Date, startedAt = now): Date {
  return new Date(Math.min(now.getTime() + REFRESH_TOKEN_DAYS * DAY_MS, startedAt.getTime() + SESSION_DAYS * DAY_MS));
}

/**
 * Returns the roles to put into an account's access tokens. Where staff needs a second factor, a role beyond `user` counts
 * only for accounts that have one (OWASP ASVS 5.0, 6.3.3).
 */
export function rolesInTokens(
  { roles, secondFactor }: { roles: readonly Role[]; secondFactor: boolean },
  staffSecondFactor: 'required' | 'optional',
): Role[] {
  return roles.filter((role) => role === 'user' || secondFactor || staffSecondFactor === 'optional');
}
