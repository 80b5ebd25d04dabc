import { AppError, isDuplicate, type Role, type Transaction } from '@townsquare/kit';
import type { EntityManager, FindOptionsWhere } from 'typeorm';
import { RoleEntity, UserEntity, UserRoleEntity } from './entities.js';
import { deleteTokens } from './one-time-tokens.js';

export interface NewAccount {
  username: string;
  email: string;
  fullName: string;
  passwordHash: string;
}

/** What of an account has to be unique. */
export type Names = Partial<Pick<UserEntity, 'username' | 'email'>>;

/** An account with what it may do. */
export type Account = UserEntity & { roles: Role[] };

/** Adds an account with the role `user`; throws `conflict`, naming the field, when its name or e-mail is taken. */
export async function insertAccount(tx: Transaction, account: NewAccount): Promise<Account> {
  const row = {
    ...account,
    emailVerified: false,
    oauthProvider: 'local' as const,
    oauthId: null,
    status: 'active' as const,
    version: '1',
    createdAt: new Date(),
  };
  const id = await insertUser(tx.manager, row);
  await tx.manager.query(`INSERT INTO user_roles (user_id, role_id) SELECT ?, id FROM roles WHERE name = 'user'`, [id]);
  return { ...row, id, roles: ['user'] };
}

async function insertUser(manager: EntityManager, row: Omit<UserEntity, 'id'>): Promise<string> {
  try {
    const insert = manager.createQueryBuilder().insert().into(UserEntity).values(row).updateEntity(false);
    return String((await insert.execute()).raw.insertId);
  } catch (error) {
    throw isDuplicate(error) ? await nameTaken(manager, row) : error;
  }
}

/** Changes an account's name or e-mail and answers its new version; throws `conflict` when one is taken. */
export async function updateNames(tx: Transaction, userId: string, names: Names): Promise<number> {
  const emailVerified = names.email === undefined ? {} : { emailVerified: false };
  const version = () => 'version + 1';
  try {
    await tx.manager.update(UserEntity, { id: userId }, { ...names, ...emailVerified, version });
  } catch (error) {
    throw isDuplicate(error) ? await nameTaken(tx.manager, names, userId) : error;
  }
  const { version: changed } = await tx.manager.findOneByOrFail(UserEntity, { id: userId });
  return Number(changed);
}

export async function updatePassword(tx: Transaction, userId: string, passwordHash: string): Promise<void> {
  await tx.manager.update(UserEntity, { id: userId }, { passwordHash });
}

/** Keeps another hash of the same password, unless the password has been changed meanwhile. */
export async function replacePasswordHash(
  manager: EntityManager,
  userId: string,
  from: string,
  to: string,
): Promise<void> {
  await manager.update(UserEntity, { id: userId, passwordHash: from }, { passwordHash: to });
}

/** Notes that an account's address is the person's own, if it is still the one that they have proved to read. */
export async function verifyEmail(manager: EntityManager, userId: string, email: string): Promise<void> {
  await manager.update(UserEntity, { id: userId, email }, { emailVerified: true });
}

/** Removes an account's row, and all of it that is personal, and answers the version of its removal. */
export async function removeAccount(tx: Transaction, userId: string): Promise<number | null> {
  const user = await tx.manager.findOne(UserEntity, { where: { id: userId }, lock: { mode: 'pessimistic_write' } });
  if (!user) return null;
  await tx.manager.delete(UserRoleEntity, { userId });
  await deleteTokens(tx.manager, userId);
  await tx.manager.query('DELETE FROM mails WHERE user_id = ? OR recipient = ?', [userId, user.email]);
  await tx.manager.delete(UserEntity, { id: userId });
  return Number(user.version) + 1;
}

export async function findAccount(
  manager: EntityManager,
  where: FindOptionsWhere<UserEntity>,
): Promise<Account | null> {
  const user = await manager.findOneBy(UserEntity, where);
  return user && { ...user, roles: await rolesOf(manager, user.id) };
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

async function nameTaken(manager: EntityManager, names: Names, ownId = '0'): Promise<AppError> {
  const fields: { field: string; message: string }[] = [];
  for (const field of ['username', 'email'] as const) {
    const holder = names[field] === undefined ? null : await manager.findOneBy(UserEntity, { [field]: names[field] });
    if (holder && holder.id !== ownId) fields.push({ field, message: 'is taken' });
  }
  return new AppError('conflict', fields.map(({ field }) => `The ${field} is taken.`).join(' '), fields);
}
