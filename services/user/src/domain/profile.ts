import type { ProfileSnapshot, ProfileStatus } from '@townsquare/contracts';

/** What the owner of a profile or the auth service can change. The rest of a profile never changes. */
export interface ProfileChange {
  username?: string;
  fullName?: string;
  bio?: string;
  profilePicture?: string | null;
  status?: ProfileStatus;
  isPrivate?: boolean;
}

export interface ProfileFields extends Omit<ProfileSnapshot, 'createdAt'> {
  createdAt: Date;
}

/** The part of a change that differs from the profile; undefined when nothing does, so that no event is published. */
export function effectOf(profile: ProfileFields, change: ProfileChange): ProfileChange | undefined {
  const current: ProfileChange = profile;
  const differing = Object.entries(change).filter(([field, value]) => current[field as keyof ProfileChange] !== value);
  return differing.length > 0 ? Object.fromEntries(differing) : undefined;
}
