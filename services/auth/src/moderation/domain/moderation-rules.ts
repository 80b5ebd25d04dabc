import type { Role } from '@townsquare/kit';

/** The roles that administrators grant and revoke. Every account has the role `user`. */
export const GIVEN_ROLES = ['admin', 'moderator'] as const;
export type GivenRole = (typeof GIVEN_ROLES)[number];

/** A suspension ends by itself; a ban lasts until it is lifted. */
export type SanctionKind = 'suspension' | 'ban';

/** Only administrators may suspend for longer. */
export const MAX_DAYS_BY_MODERATOR = 30;
export const MAX_DAYS = 365;

export interface Actor {
  userId: string;
  roles: readonly Role[];
}

/**
 * Returns why the actor may not act on an account, or undefined where they may. Nobody acts on their own account, so at
 * least one administrator remains. Moderators act neither on moderators nor on administrators.
 */
export function refusalToActOn(actor: Actor, subject: { id: string; roles: readonly Role[] }): string | undefined {
  if (actor.userId === subject.id) return 'You cannot do this to your own account.';
  if (isAdmin(actor)) return undefined;
  return isPrivileged(subject) ? 'Only an administrator may do this to a moderator or an administrator.' : undefined;
}

/** Returns why the actor may not impose or lift a sanction of these days (undefined for a ban), or undefined where they may. */
export function refusalToSanction(actor: Actor, days: number | undefined): string | undefined {
  if (isAdmin(actor) || (days !== undefined && days <= MAX_DAYS_BY_MODERATOR)) return undefined;
  return days === undefined
    ? 'Only an administrator may ban, or lift a ban.'
    : `Only an administrator may suspend for more than ${MAX_DAYS_BY_MODERATOR} days.`;
}

/** Whether an account has a role beyond `user`. */
export function isPrivileged({ roles }: Pick<Actor, 'roles'>): boolean {
  return GIVEN_ROLES.some((role) => roles.includes(role));
}

function isAdmin({ roles }: Actor): boolean {
  return roles.includes('admin');
}

/** Returns the sentence that tells the owner of an account about its sanction. */
export function sanctionText({ reason, endsAt }: { reason: string; endsAt: Date | null }): string {
  const until = endsAt ? `suspended until ${endsAt.toISOString().slice(0, 16).replace('T', ' ')} UTC` : 'banned';
  return `This account is ${until}: ${reason}`;
}

/** Returns the sentence that tells an author about a removal. */
export function removalText({ targetType, decisionReason }: { targetType: string; decisionReason: string | null }) {
  return `Your ${targetType} was removed: ${decisionReason}`;
}
