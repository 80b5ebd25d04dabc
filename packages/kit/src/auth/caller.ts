export const ROLES = ['admin', 'moderator', 'user'] as const;
export type Role = (typeof ROLES)[number];

/** The user who makes a request, from their access token. */
export interface Caller {
  userId: string;
  roles: Role[];
  /** The session that the token was issued for. */
  sessionId: string;
}

/** Checks an access token. Throws `unauthenticated` when it is not valid now. */
export interface TokenVerifier {
  verify(token: string): Promise<Caller>;
}
