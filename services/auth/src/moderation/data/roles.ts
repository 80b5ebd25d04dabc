import type { EntityManager } from 'typeorm';
import { deleteSessions } from '../../identity/data/sessions.js';
import type { GivenRole } from '../domain/moderation-rules.js';

/** Gives a role to an account whose row is locked; returns false when the account has it already. */
export async function insertRole(manager: EntityManager, userId: string, role: GivenRole): Promise<boolean> {
  if (await holds(manager, userId, role)) return false;
  const statement = 'INSERT INTO user_roles (user_id, role_id) SELECT ?, id FROM roles WHERE name = ?';
  await manager.query(statement, [userId, role]);
  return true;
}

/**
 * Takes a role from an account whose row is locked; returns false when the account does not have it. Access tokens name
 * the roles, so the account's sessions end.
 */
export async function deleteRole(manager: EntityManager, userId: string, role: GivenRole): Promise<boolean> {
  if (!(await holds(manager, userId, role))) return false;
  const statement = 'DELETE FROM user_roles WHERE user_id = ? AND role_id = (SELECT id FROM roles WHERE name = ?)';
  await manager.query(statement, [userId, role]);
  await deleteSessions(manager, userId);
  return true;
}

/** Returns everybody who has a role beyond `user`. */
export function listHolders(manager: EntityManager): Promise<{ username: string; role: GivenRole }[]> {
  return manager.query(
    `SELECT users.username, roles.name AS role FROM user_roles
     JOIN roles ON roles.id = user_roles.role_id JOIN users ON users.id = user_roles.user_id
     WHERE roles.name <> 'user' ORDER BY roles.id, users.username`,
  );
}

/** Counts the active accounts that have one of these roles, without the given accounts. */
export async function countHolders(
  manager: EntityManager,
  roles: readonly GivenRole[],
  exceptIds: readonly string[],
): Promise<number> {
  const [row] = await manager.query(
    `SELECT COUNT(DISTINCT users.id) AS holders FROM user_roles
     JOIN roles ON roles.id = user_roles.role_id JOIN users ON users.id = user_roles.user_id
     WHERE roles.name IN (?) AND users.status = 'active' AND users.id NOT IN (?)`,
    [roles, exceptIds],
  );
  return Number(row.holders);
}

async function holds(manager: EntityManager, userId: string, role: GivenRole): Promise<boolean> {
  const rows = await manager.query(
    'SELECT 1 FROM user_roles JOIN roles ON roles.id = user_roles.role_id WHERE user_id = ? AND roles.name = ?',
    [userId, role],
  );
  return rows.length > 0;
}
