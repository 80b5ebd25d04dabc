import { type Account, profileUpdated } from '@townsquare/contracts';
import { type ExportRows, isDuplicate, type Transaction } from '@townsquare/kit';
import { isHidden, requestVisit } from '@townsquare/projections';
import { And, type EntityManager, In, IsNull, LessThanOrEqual, MoreThan } from 'typeorm';
import { effectOf, type ProfileChange } from '../domain/profile.js';
import { toSnapshot } from '../views/profiles.js';
import { Profile } from './entities.js';

/** The version of the account from which a change comes. Each field keeps the latest version that set it. */
export type AccountVersions = Partial<Pick<Profile, 'usernameVersion' | 'statusVersion'>>;

/** The profiles of these people, without deleted accounts. */
export function findProfiles(manager: EntityManager, ids: string[]): Promise<Profile[]> {
  return manager.findBy(Profile, { userId: In(ids), deletedAt: IsNull() });
}

/** Profiles in the order of their ids, without deleted accounts. */
export function profilesInOrder(manager: EntityManager, { after, through, limit }: ExportRows): Promise<Profile[]> {
  return manager.find(Profile, {
    where: { userId: And(MoreThan(after), LessThanOrEqual(through)), deletedAt: IsNull() },
    order: { userId: 'ASC' },
    take: limit,
  });
}

/** The profile that has this name now. Another may still have it here, if the event of its new name has not arrived. */
export async function findByUsername(manager: EntityManager, username: string): Promise<Profile | undefined> {
  const order = { usernameVersion: 'DESC', updatedAt: 'DESC' } as const;
  const found = await manager.findOne(Profile, { where: { username, deletedAt: IsNull() }, order });
  return found ?? undefined;
}

/** Which of these people have no row here, neither a profile nor the mark of a deleted account. */
export async function unknownAmong(manager: EntityManager, ids: string[]): Promise<string[]> {
  const rows = await manager.find(Profile, { select: { userId: true }, where: { userId: In(ids) } });
  const known = new Set(rows.map((row) => row.userId));
  return ids.filter((id) => !known.has(id));
}

/** Creates the profile of an account and publishes it. Does nothing when the profile exists, or the account is deleted. */
export async function createProfile(tx: Transaction, account: Account, usernameVersion: number): Promise<void> {
  const profile = tx.manager.create(Profile, {
    ...account,
    bio: '',
    profilePicture: null,
    status: 'active',
    isPrivate: false,
    createdAt: new Date(account.createdAt),
    updatedAt: new Date(account.createdAt),
    deletedAt: null,
    version: 1,
    graphVersion: 0,
    usernameVersion,
    statusVersion: 0,
  });
  try {
    await tx.manager.createQueryBuilder().insert().into(Profile).values(profile).updateEntity(false).execute();
  } catch (error) {
    if (isDuplicate(error)) return;
    throw error;
  }
  tx.publish(profileUpdated, { id: profile.userId, version: 1 }, toSnapshot(profile));
}

/** The profile, locked until the transaction ends; undefined when it does not exist or the account is deleted. */
export async function takeProfile(tx: Transaction, userId: string): Promise<Profile | undefined> {
  const found = await tx.manager.findOne(Profile, {
    where: { userId, deletedAt: IsNull() },
    lock: { mode: 'pessimistic_write' },
  });
  return found ?? undefined;
}

/**
 * Changes a locked profile, and publishes it if the change makes a difference. Requests a visit of the account's follows if it
 * becomes hidden or visible again. Returns the profile as it is then.
 */
export async function changeProfile(
  tx: Transaction,
  profile: Profile,
  change: ProfileChange,
  versions: AccountVersions = {},
): Promise<Profile> {
  const effect = effectOf(profile, change);
  const changed = { ...profile, ...effect, ...versions };
  if (effect) {
    changed.version += 1;
    changed.updatedAt = new Date();
    tx.publish(profileUpdated, { id: profile.userId, version: changed.version }, toSnapshot(changed));
  }
  await tx.manager.update(Profile, { userId: profile.userId }, changed);
  if (isHidden(profile) !== isHidden(changed)) await requestVisit(tx, profile.userId);
  return changed;
}

/** Empties a profile and marks it as deleted, also when the profile was never here. */
export async function markGone(tx: Transaction, userId: string): Promise<void> {
  await tx.manager.query(
    `INSERT INTO profiles (user_id, username, full_name, status, created_at, updated_at, deleted_at)
     VALUES (?, '', '', 'inactive', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))
     ON DUPLICATE KEY UPDATE username = '', full_name = '', bio = '', profile_picture = NULL, status = 'inactive',
       updated_at = VALUES(updated_at), deleted_at = COALESCE(deleted_at, VALUES(deleted_at))`,
    [userId],
  );
}
