import type { ProfileRecord, ProfileSnapshot, ProfileStatus } from '@townsquare/contracts';

/** What a profile's owner or their account's owner can change; the rest of a profile never does. */
export interface ProfileChange {
  username?: string;
  fullName?: string;
  bio?: string;
  profilePicture?: string | null;
  status?: ProfileStatus;
  isPrivate?: boolean;
}

interface ProfileFields extends Omit<ProfileSnapshot, 'createdAt'> {
  createdAt: Date;
}

/** A profile as it is told to others. */
export function toSnapshot(profile: ProfileFields): ProfileSnapshot {
  const { userId, username, fullName, bio, profilePicture, status, isPrivate, createdAt } = profile;
  return { userId, username, fullName, bio, profilePicture, status, isPrivate, createdAt: createdAt.toISOString() };
}

/** The same with its version, for those who ask. */
export function toRecord(profile: ProfileFields & { version: number }): ProfileRecord {
  return { ...toSnapshot(profile), version: profile.version };
}

/** The part of a change that makes a difference; undefined where none does, so that nothing need be told. */
export function effectOf(profile: ProfileFields, change: ProfileChange): ProfileChange | undefined {
  const current: ProfileChange = profile;
  const differing = Object.entries(change).filter(([field, value]) => current[field as keyof ProfileChange] !== value);
  return differing.length > 0 ? Object.fromEntries(differing) : undefined;
}
