export const ROLES = ['admin', 'moderator', 'user'] as const;
export type Role = (typeof ROLES)[number];

/** The person on whose behalf a request is made, as their access token says. */
export interface Caller {
  userId: string;
  roles: Role[];
  /** The log-in session that the token belongs to. */
  sessionId: string;
}

/** Checks an access token. Throws `unauthenticated` when it is not valid now. */
export interface TokenVerifier {
  verify(token: string): Promise<Caller>;
}
