import { PersonGraph, type PostRecord, type PostSnapshot, type ProfileRecord } from '@townsquare/contracts';
import type { z } from 'zod';

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

/** The graph of somebody who follows and has muted nobody, but for what the test says. */
export function testGraph(userId: string, change: Partial<z.input<typeof PersonGraph>> = {}): PersonGraph {
  return PersonGraph.parse({ userId, version: 1, following: [], muting: [], ...change });
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

/** The data of an event that one user mutes another, or no longer does. */
export const muteOf = (muter: number | string, muted: number | string) => ({
  muterId: `${muter}`,
  mutedId: `${muted}`,
  at: new Date().toISOString(),
});
