import type { Transaction } from '@townsquare/kit';
import type { Profile } from '../data/profile.entity.js';
import { takeProfile, unknownAmong } from '../data/profile-store.js';

/**
 * The profile that an event of its account is about, locked. `Profiles.ensure` has made it before the transaction when the
 * event came before that of the registration. Undefined when the person is gone; throws, so that the event comes again,
 * when nobody knows them yet.
 */
export async function takeExpectedProfile(tx: Transaction, userId: string): Promise<Profile | undefined> {
  const profile = await takeProfile(tx, userId);
  if (!profile && (await unknownAmong(tx.manager, [userId])).length > 0) {
    throw new Error(`The account of ${userId} is not known yet.`);
  }
  return profile;
}
