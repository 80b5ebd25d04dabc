import { profileStatus } from '@townsquare/contracts';
import { AppError, conflict, isDuplicate, type Role, type Transaction } from '@townsquare/kit';
import type { EntityManager, QueryDeepPartialEntity } from 'typeorm';
import type { ProvenIdentity } from '../domain/providers.js';
import { isReserved } from '../domain/usernames.js';
import { RoleEntity, UserEntity, UserRoleEntity } from './entities.js';
import { findIdentityHolder } from './identities.js';
import { keepsTooMany, keepUsername, keptBack, releaseUsername } from './kept-usernames.js';
import { hasSecondFactor } from './second-factors.js';

export interface NewAccount {
  username: string;
  email: string;
  emailVerified: boolean;
  fullName: string;
  /** Null for an account that is opened by a sign-in with a provider. */
  passwordHash: string | null;
  /** The provider that the account is opened with, or `local`. */
  oauthProvider: UserEntity['oauthProvider'];
}

/** The fields of an account that are unique. */
export type Names = Partial<Pick<UserEntity, 'username' | 'email'>>;

/** An account with its roles, and whether a log-in needs a code. */
export type Account = UserEntity & { roles: Role[]; secondFactor: boolean };

/** Adds an account with the role `user`; throws `conflict` with the fields when its username or address is not available. */
export async function insertAccount(tx: Transaction, account: NewAccount): Promise<Account> {
  const row = {
    ...account,
    oauthId: null,
    status: 'active' as const,
    deactivatedAt: null,
    version: '1',
    credentialVersion: '1',
    createdAt: new Date(),
  };
  const id = await insertUser(tx.manager, row);
  await refuseUnavailable(tx.manager, row.username, id);
  await tx.manager.query(`INSERT INTO user_roles (user_id, role_id) SELECT ?, id FROM roles WHERE name = 'user'`, [id]);
  return { ...row, id, roles: ['user'], secondFactor: false };
}

/** Returns the first of these usernames, of which none is reserved, that is not taken or kept back. */
export async function freeUsername(manager: EntityManager, proposals: string[]): Promise<string> {
  const rows: { username: string }[] = await manager.query('SELECT username FROM users WHERE username IN (?)', [
    proposals,
  ]);
  const kept = await keptBack(manager, proposals, '0');
  const taken = new Set([...kept, ...rows.map(({ username }) => username)]);
  return proposals.find((proposal) => !taken.has(proposal)) ?? proposals.at(-1)!;
}

async function insertUser(manager: EntityManager, row: Omit<UserEntity, 'id'>): Promise<string> {
  try {
    const insert = manager.createQueryBuilder().insert().into(UserEntity).values(row).updateEntity(false);
    return String((await insert.execute()).raw.insertId);
  } catch (error) {
    throw isDuplicate(error) ? await nameTaken(manager, row) : error;
  }
}

/**
 * Changes an account's username and keeps the old one for its owner for `keptDays`. Returns the account's new version, or
 * undefined where it already has that name; throws `conflict` when the name is not available.
 */
export async function updateUsername(
  { manager }: Transaction,
  userId: string,
  username: string,
  keptDays: number,
): Promise<number | undefined> {
  const before = await lockUser(manager, userId);
  if (!before) throw new AppError('unauthenticated');
  if (before.username === username) return undefined;
  const version = Number(before.version) + 1;
  await updateNames(manager, userId, { username }, { version: String(version) });
  await refuseUnavailable(manager, username, userId);
  await releaseUsername(manager, username);
  if (await keepsTooMany(manager, userId)) throw conflict('You have changed your username too often; try again later.');
  await keepUsername(manager, before.username, userId, keptDays);
  return version;
}

/**
 * Throws `conflict` when a username is reserved or kept for another account. Runs after the name was written to the
 * account's row: from then on no other account can give the name up unnoticed.
 */
async function refuseUnavailable(manager: EntityManager, username: string, userId: string): Promise<void> {
  const isKept = (await keptBack(manager, [username], userId)).size > 0;
  if (isKept || isReserved(username)) throw await nameTaken(manager, { username }, userId);
}

/** Copies the full name of a profile, unless a later version of it has been received. */
export async function takeFullName(
  { manager }: Transaction,
  userId: string,
  fullName: string,
  profileVersion: number,
): Promise<void> {
  await manager.query('UPDATE users SET full_name = ?, profile_version = ? WHERE id = ? AND profile_version < ?', [
    fullName,
    profileVersion,
    userId,
    profileVersion,
  ]);
}

/** Changes an account's address to one that its owner has verified; throws `conflict` when it is taken. */
export async function updateEmail(manager: EntityManager, userId: string, email: string): Promise<void> {
  await updateNames(manager, userId, { email }, { emailVerified: true });
}

async function updateNames(
  manager: EntityManager,
  userId: string,
  names: Names,
  besides: QueryDeepPartialEntity<UserEntity>,
): Promise<void> {
  try {
    await manager.update(UserEntity, { id: userId }, { ...names, ...besides });
  } catch (error) {
    throw isDuplicate(error) ? await nameTaken(manager, names, userId) : error;
  }
}

/** Throws `conflict` when a different account has a username or an address. */
export async function refuseTaken(manager: EntityManager, names: Names, ownId: string): Promise<void> {
  const refusal = await nameTaken(manager, names, ownId);
  if (refusal.fields?.length) throw refusal;
}

export async function updatePassword(tx: Transaction, userId: string, passwordHash: string): Promise<void> {
  await tx.manager.update(UserEntity, { id: userId }, { passwordHash });
}

/** Stores another hash of the same password, unless the password has changed meanwhile. */
export async function replacePasswordHash(
  manager: EntityManager,
  userId: string,
  from: string,
  to: string,
): Promise<void> {
  await manager.update(UserEntity, { id: userId, passwordHash: from }, { passwordHash: to });
}

/** Marks an account's address as verified; returns false when it was verified before or is no longer this one. */
export async function markEmailVerified(manager: EntityManager, userId: string, email: string): Promise<boolean> {
  const unverified = { id: userId, email, emailVerified: false };
  return (await manager.update(UserEntity, unverified, { emailVerified: true })).affected === 1;
}

/**
 * Sets whether an account, whose row is locked, is banned or deactivated, and what follows for its status. Returns it with
 * its new version, which the event about it has.
 */
export async function updateStatus(
  { manager }: Transaction,
  account: UserEntity,
  change: { banned: boolean } | { deactivated: boolean },
): Promise<{ version: number; banned: boolean; deactivated: boolean }> {
  const now = { banned: account.status === 'banned', deactivated: account.deactivatedAt !== null, ...change };
  const version = Number(account.version) + 1;
  await manager.update(
    UserEntity,
    { id: account.id },
    {
      status: profileStatus(now),
      deactivatedAt: now.deactivated ? (account.deactivatedAt ?? new Date()) : null,
      version: String(version),
    },
  );
  return { version, ...now };
}

/** Locks an account's row and returns it. */
export async function lockUser(manager: EntityManager, userId: string): Promise<UserEntity | null> {
  return manager.findOne(UserEntity, { where: { id: userId }, lock: { mode: 'pessimistic_write' } });
}

/** Deletes an account's row, its roles, and the stored responses to its requests with an Idempotency-Key. */
export async function deleteUser(manager: EntityManager, userId: string): Promise<void> {
  await manager.delete(UserRoleEntity, { userId });
  await manager.query('DELETE FROM idempotency_keys WHERE owner_id = ?', [userId]);
  // The response to its registration, which nobody was signed in for.
  await manager.query(
    `DELETE FROM idempotency_keys WHERE owner_id = 0 AND JSON_UNQUOTE(JSON_EXTRACT(answer, '$.userId')) = ?`,
    [userId],
  );
  await manager.delete(UserEntity, { id: userId });
}

export async function findAccount(
  manager: EntityManager,
  where: Partial<Pick<UserEntity, 'id' | 'username' | 'email' | 'status'>>,
): Promise<Account | null> {
  const user = await manager.findOneBy(UserEntity, where);
  // The database treats more texts as equal, such as those that differ only in accents or invisible characters.
  const isMeant = user && Object.entries(where).every(([field, value]) => user[field as keyof UserEntity] === value);
  return isMeant ? withRights(manager, user) : null;
}

/** Returns the account that an identity is linked to. */
export async function findAccountByIdentity(
  manager: EntityManager,
  identity: Pick<ProvenIdentity, 'provider' | 'subject'>,
): Promise<Account | null> {
  const id = await findIdentityHolder(manager, identity);
  return id === undefined ? null : findAccount(manager, { id });
}

/** Returns an account, with its row locked until the transaction ends. */
export async function lockAccount(manager: EntityManager, userId: string): Promise<Account | null> {
  const user = await lockUser(manager, userId);
  return user && withRights(manager, user);
}

/** Locks an authenticated account; throws `unauthenticated` when its credentials have changed since. */
export async function lockUnchanged(manager: EntityManager, shown: Account): Promise<Account> {
  const current = await lockAccount(manager, shown.id);
  requireUnchanged(shown, current);
  return current;
}

/** Throws `unauthenticated` when an account's credentials have changed since it was authenticated. */
export function requireUnchanged(shown: Account, current: Account | null): asserts current is Account {
  if (current?.credentialVersion !== shown.credentialVersion)
    throw new AppError('unauthenticated', 'The credentials of the account have changed: log in again.');
}

async function withRights(manager: EntityManager, user: UserEntity): Promise<Account> {
  const roles = await rolesOf(manager, user.id);
  return { ...user, roles, secondFactor: await hasSecondFactor(manager, user.id) };
}

async function rolesOf(manager: EntityManager, userId: string): Promise<Role[]> {
  const rows = await manager
    .createQueryBuilder(RoleEntity, 'role')
    .innerJoin(UserRoleEntity, 'held', 'held.roleId = role.id')
    .where('held.userId = :userId', { userId })
    .orderBy('role.id')
    .getMany();
  return rows.map((row) => row.name);
}

/** The text is the same whether a username is taken, was given up not long ago, or is reserved. */
const UNAVAILABLE = { username: 'is not available', email: 'is taken' };

async function nameTaken(manager: EntityManager, names: Names, ownId = '0'): Promise<AppError> {
  const fields: { field: string; message: string }[] = [];
  for (const [field, message] of Object.entries(UNAVAILABLE) as [keyof Names, string][]) {
    const name = names[field];
    if (name === undefined) continue;
    const holder = await manager.findOneBy(UserEntity, { [field]: name });
    const isKept = field === 'username' && (isReserved(name) || (await keptBack(manager, [name], ownId)).size > 0);
    if (isKept || (holder && holder.id !== ownId)) fields.push({ field, message });
  }
  return new AppError('conflict', fields.map(({ field, message }) => `The ${field} ${message}.`).join(' '), fields);
}
