import type { Account } from '@townsquare/contracts';
import { MemoryImageStore } from '@townsquare/images';
import type { Database } from '@townsquare/kit';
import { TestService } from '@townsquare/kit/testing';
import { createUserService, type UserService, userService } from '../src/app.js';

/** The user service under test, with the accounts and images that it would reach through its sidecar. */
export interface UserUnderTest {
  service: TestService;
  user: UserService;
  database: Database;
  /** The accounts that auth knows. */
  accounts: Map<string, Account>;
  /** The ids that auth was asked for. */
  askedFor: string[];
  images: MemoryImageStore;
}

export async function startUser(pushLimit = 10_000): Promise<UserUnderTest> {
  const accounts = new Map<string, Account>();
  const askedFor: string[] = [];
  const images = new MemoryImageStore();
  const find = async (userId: string) => {
    askedFor.push(userId);
    return accounts.get(userId);
  };
  let user: UserService | undefined;
  const service = await TestService.start(userService, (parts) => {
    user = createUserService(parts, { accounts: { find }, images, config: { FANOUT_PUSH_LIMIT: pushLimit } });
    return user;
  });
  return { service, user: user!, database: service.database, accounts, askedFor, images };
}

export function account(userId: string): Account {
  return { userId, username: `user_${userId}`, fullName: `Person ${userId}`, createdAt: '2026-01-02T03:04:05.678Z' };
}

/** Puts profiles into the database as if their accounts had been registered long ago. */
export async function addProfiles(database: Database, ids: string[]): Promise<void> {
  const values = ids.map((id) => [id, `user_${id}`, `Person ${id}`, new Date(0), new Date(0), 1]);
  await database.manager.query(
    'INSERT INTO profiles (user_id, username, full_name, created_at, updated_at, version) VALUES ?',
    [values],
  );
}

/** Puts follows into the database, all at one moment, and the profiles of these people that are not there. */
export async function addFollows(database: Database, pairs: [string, string][], at = new Date(1_000)): Promise<void> {
  await database.manager.query('INSERT IGNORE INTO profiles (user_id, username, full_name) VALUES ?', [
    [...new Set(pairs.flat())].map((id) => [id, `user_${id}`, `Person ${id}`]),
  ]);
  await database.manager.query('INSERT INTO follows (follower_id, following_id, created_at) VALUES ?', [
    pairs.map(([follower, following]) => [follower, following, at]),
  ]);
}

/** Empties every table but that of the migrations. */
export async function emptyTables(database: Database): Promise<void> {
  for (const table of [
    'profiles',
    'follows',
    'follow_requests',
    'blocks',
    'mutes',
    'muted_words',
    'dismissed_suggestions',
    'pictures',
    'announcements',
    'purges',
    'privacy_changes',
    'outbox',
  ]) {
    await database.manager.query(`DELETE FROM ${table}`);
  }
}

/** The whole numbers from `from` to `to`, as ids. */
export function ids(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
}
