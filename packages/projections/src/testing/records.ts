import type { PostRecord, ProfileRecord } from '@townsquare/contracts';

const AT = '2026-01-01T00:00:00.000Z';

/** A profile that is as plain as can be, but for what the test says. */
export function testProfile(userId: string, change: Partial<ProfileRecord> = {}): ProfileRecord {
  return {
    userId,
    username: `user${userId}`,
    fullName: `User ${userId}`,
    bio: '',
    profilePicture: null,
    status: 'active',
    isPrivate: false,
    createdAt: AT,
    version: 1,
    ...change,
  };
}

/** A post that is as plain as can be, but for what the test says. */
export function testPost(postId: string, authorId: string, change: Partial<PostRecord> = {}): PostRecord {
  return {
    postId,
    authorId,
    content: 'hello',
    media: null,
    isPrivate: false,
    hashtags: [],
    mentions: [],
    createdAt: AT,
    updatedAt: AT,
    version: 1,
    ...change,
  };
}
