import type { ProfileStatus } from '@townsquare/contracts';
import { notFound, type Transaction } from '@townsquare/kit';
import type { Context } from '../context.js';
import type { Profile } from '../data/entities.js';
import { changeProfile, takeProfile, unknownAmong } from '../data/profiles.js';
import type { ProfileChange } from '../domain/profile.js';
import { requireActive } from '../domain/relation.js';
import { withCounts } from '../reading/people.js';
import { type ProfileView, toSnapshot } from '../views/profiles.js';

/**
 * Changes the caller's own profile, together with what `also` does in the same transaction, and returns it. Throws
 * `not_found` where there is none, and `forbidden` for an account that is banned.
 */
export async function changeMyProfile(
  context: Context,
  userId: string,
  change: ProfileChange,
  also: (tx: Transaction) => Promise<void> = async () => {},
): Promise<ProfileView> {
  await context.profiles.ensure([userId]);
  const profile = await context.database.transaction(async (tx) => {
    const current = await takeProfile(tx, userId);
    if (!current) throw notFound('profile');
    requireActive({ gone: false, status: current.status });
    await also(tx);
    return changeProfile(tx, current, change);
  });
  await context.profiles.forget(userId);
  return withCounts(context, toSnapshot(profile), null);
}

/** Sets the status that an account has since this version of it. An event of an earlier version changes nothing. */
export async function setStatus(
  tx: Transaction,
  userId: string,
  status: ProfileStatus,
  statusVersion: number,
): Promise<void> {
  const profile = await takeExpectedProfile(tx, userId);
  if (!profile || profile.statusVersion >= statusVersion) return;
  await changeProfile(tx, profile, { status }, { statusVersion });
}

/**
 * The profile of the account that an event is about, locked. If the event came before that of the registration,
 * `Profiles.ensure` has created the profile before the transaction. Returns undefined when the person is gone. Throws, so
 * that the event is delivered again, when the account is not known yet.
 */
export async function takeExpectedProfile(tx: Transaction, userId: string): Promise<Profile | undefined> {
  const profile = await takeProfile(tx, userId);
  if (!profile && (await unknownAmong(tx.manager, [userId])).length > 0) {
    throw new Error(`The account of ${userId} is not known yet.`);
  }
  return profile;
}
