import type { Role } from '@townsquare/kit';

/**
 * The roles that an account's access tokens say. Where `staffNeedsSecondFactor`, what a role lets its holder do beyond
 * everybody else waits until a log-in needs more than their password (OWASP ASVS 5.0, 6.3.3).
 */
export function rolesInTokens(
  { roles, secondFactor }: { roles: readonly Role[]; secondFactor: boolean },
  staffNeedsSecondFactor: boolean,
): Role[] {
  return roles.filter((role) => role === 'user' || secondFactor || !staffNeedsSecondFactor);
}
