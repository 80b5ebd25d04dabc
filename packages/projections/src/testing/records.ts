import { PersonGraph, type PostRecord, type PostSnapshot, type ProfileRecord } from '@townsquare/contracts';
import type { z } from 'zod';

const AT = '2026-01-01T00:00:00.000Z';

/** A plain profile with the changes that a test makes. */
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

/** The graph of a user without follows and mutes, with the changes that a test makes. */
export function testGraph(userId: string, change: Partial<z.input<typeof PersonGraph>> = {}): PersonGraph {
  return PersonGraph.parse({ userId, version: 1, following: [], muting: [], ...change });
}

/** A plain post with the changes that a test makes. */
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

/** A post that is created now, for tests that count their users and posts in numbers. */
export function postOf(postId: number, author: number, facts: Partial<PostSnapshot> = {}): PostSnapshot {
  const now = new Date().toISOString();
  const { version, ...post } = testPost(`${postId}`, `${author}`, {
    content: `Post ${postId}`,
    createdAt: now,
    updatedAt: now,
  });
  return { ...post, ...facts };
}

/** The data of an event that a user has muted another user or has ended the mute. */
export const muteOf = (muter: number | string, muted: number | string) => ({
  muterId: `${muter}`,
  mutedId: `${muted}`,
  at: new Date().toISOString(),
});
