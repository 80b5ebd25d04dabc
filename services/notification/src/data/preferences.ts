import type { EntityManager } from 'typeorm';
import { OPTIONAL_KINDS, type OptionalKind } from '../domain/kinds.js';

/** Which kinds of notifications an account gets, and whether they are grouped. */
export type Preferences = Record<OptionalKind, boolean> & { grouped: boolean };

/** An account's preferences. What it has not switched off is on. */
export async function readPreferences(manager: EntityManager, userId: string): Promise<Preferences> {
  const rows: { kind: OptionalKind; enabled: number }[] = await manager.query(
    'SELECT kind, enabled FROM preferences WHERE user_id = ?',
    [userId],
  );
  const set = Object.fromEntries(rows.map(({ kind, enabled }) => [kind, enabled === 1]));
  const all = Object.fromEntries(OPTIONAL_KINDS.map((kind) => [kind, true])) as Record<OptionalKind, boolean>;
  return { ...all, ...set, grouped: await wantsGroups(manager, userId) };
}

/** Whether an account's notifications are grouped. */
export async function wantsGroups(manager: EntityManager, userId: string): Promise<boolean> {
  return (await wantingGroups(manager, [userId])).has(userId);
}

/** The accounts whose notifications are grouped. */
export async function wantingGroups(manager: EntityManager, userIds: string[]): Promise<Set<string>> {
  const rows: { user_id: string }[] = await manager.query(
    'SELECT user_id FROM grouping_choices WHERE user_id IN (?) AND grouped = 0',
    [['0', ...userIds]],
  );
  const others = new Set(rows.map((row) => row.user_id));
  return new Set(userIds.filter((userId) => !others.has(userId)));
}

/** Sets the given preferences; the others keep their values. */
export async function savePreferences(
  manager: EntityManager,
  userId: string,
  { grouped, ...kinds }: Partial<Preferences>,
): Promise<void> {
  const rows = Object.entries(kinds).map(([kind, enabled]) => [userId, kind, enabled ? 1 : 0]);
  if (rows.length > 0) {
    await manager.query(
      'INSERT INTO preferences (user_id, kind, enabled) VALUES ? ON DUPLICATE KEY UPDATE enabled = VALUES(enabled)',
      [rows],
    );
  }
  if (grouped === undefined) return;
  await manager.query(
    'INSERT INTO grouping_choices (user_id, grouped) VALUES (?, ?) ON DUPLICATE KEY UPDATE grouped = VALUES(grouped)',
    [userId, grouped ? 1 : 0],
  );
}

/** The accounts that have switched this kind of notification off, or have a block with the actor. */
export async function unwilling(
  manager: EntityManager,
  kind: string,
  actorId: string,
  userIds: string[],
): Promise<Set<string>> {
  const rows: { id: string }[] = await manager.query(
    `SELECT user_id AS id FROM preferences WHERE user_id IN (?) AND kind = ? AND enabled = 0
     UNION SELECT blocked_id FROM known_blocks WHERE blocker_id = ? AND active = 1 AND blocked_id IN (?)
     UNION SELECT blocker_id FROM known_blocks WHERE blocked_id = ? AND active = 1 AND blocker_id IN (?)`,
    [userIds, kind, actorId, userIds, actorId, userIds],
  );
  return new Set(rows.map((row) => row.id));
}
