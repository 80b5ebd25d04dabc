import type { Role } from '@townsquare/kit';

/** Roles that are given and taken; `user` is everybody's. */
export const GIVEN_ROLES = ['admin', 'moderator'] as const;
export type GivenRole = (typeof GIVEN_ROLES)[number];

/** For how long an account is kept out: a suspension ends by itself, a ban does not. */
export type SanctionKind = 'suspension' | 'ban';

/** Longer ones are for administrators. */
export const MAX_DAYS_BY_MODERATOR = 30;
export const MAX_DAYS = 365;

export interface Actor {
  userId: string;
  roles: readonly Role[];
}

/**
 * Why somebody may not act on an account, or undefined where they may. Nobody acts on themselves, so there is always an
 * administrator left; a moderator acts on no other moderator and on no administrator.
 */
export function refusalToActOn(actor: Actor, subject: { id: string; roles: readonly Role[] }): string | undefined {
  if (actor.userId === subject.id) return 'Nobody may do this to their own account.';
  if (isAdmin(actor)) return undefined;
  return isPrivileged(subject) ? 'Only an administrator may do this to a moderator or an administrator.' : undefined;
}

/** Why somebody may not impose or lift a sanction of so many days (a ban has none), or undefined where they may. */
export function refusalToSanction(actor: Actor, days: number | undefined): string | undefined {
  if (isAdmin(actor) || (days !== undefined && days <= MAX_DAYS_BY_MODERATOR)) return undefined;
  return days === undefined
    ? 'Only an administrator may ban, or lift a ban.'
    : `Only an administrator may suspend for more than ${MAX_DAYS_BY_MODERATOR} days.`;
}

/** Whether somebody has a role that is given. */
export function isPrivileged({ roles }: Pick<Actor, 'roles'>): boolean {
  return GIVEN_ROLES.some((role) => roles.includes(role));
}

function isAdmin({ roles }: Actor): boolean {
  return roles.includes('admin');
}

/** What is said of a sanction to whom it is imposed on. */
export function sanctionText({ reason, endsAt }: { reason: string; endsAt: Date | null }): string {
  const until = endsAt ? `suspended until ${endsAt.toISOString().slice(0, 16).replace('T', ' ')} UTC` : 'banned';
  return `This account is ${until}: ${reason}`;
}

/** What is said of a removal to whom it belonged to. */
export function removalText({ targetType, decisionReason }: { targetType: string; decisionReason: string | null }) {
  return `Your ${targetType} was removed: ${decisionReason}`;
}
