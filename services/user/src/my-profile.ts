import { notFound, type Transaction } from '@townsquare/kit';
import type { Context } from './context.js';
import { changeProfile, takeProfile } from './data/profile-store.js';
import { type ProfileChange, toSnapshot } from './domain/profile.js';
import { requireActive } from './domain/relation.js';
import type { ProfileView } from './domain/views.js';
import { withCounts } from './people.js';

/**
 * Changes the caller's own profile, together with what `also` does in the same transaction, and answers it. Throws
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
