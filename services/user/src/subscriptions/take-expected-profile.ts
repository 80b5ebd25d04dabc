import type { Transaction } from '@townsquare/kit';
import type { Context } from '../context.js';
import type { Profile } from '../data/profile.entity.js';
import { takeProfile, unknownAmong } from '../data/profile-store.js';

/**
 * The profile that an event of its account is about, locked. It is made first when the event came before that of the
 * registration. Undefined when the person is gone; throws, so that the event comes again, when nobody knows them yet.
 */
export async function takeExpectedProfile(
  { profiles }: Context,
  tx: Transaction,
  userId: string,
): Promise<Profile | undefined> {
  await profiles.ensure([userId]);
  const profile = await takeProfile(tx, userId);
  if (!profile && (await unknownAmong(tx.manager, [userId])).length > 0) {
    throw new Error(`The account of ${userId} is not known yet.`);
  }
  return profile;
}
