import type { EntityManager } from 'typeorm';
import { KINDS, type Kind } from '../domain/kinds.js';

export type Preferences = Record<Kind, boolean>;

/** What a person wants to be told of: everything that they have not switched off. */
export async function readPreferences(manager: EntityManager, userId: string): Promise<Preferences> {
  const rows: { kind: Kind; enabled: number }[] = await manager.query(
    'SELECT kind, enabled FROM preferences WHERE user_id = ?',
    [userId],
  );
  const set = Object.fromEntries(rows.map(({ kind, enabled }) => [kind, enabled === 1]));
  return { ...(Object.fromEntries(KINDS.map((kind) => [kind, true])) as Preferences), ...set };
}

/** Sets the kinds that are given; the others stay as they are. */
export async function savePreferences(
  manager: EntityManager,
  userId: string,
  changes: Partial<Preferences>,
): Promise<void> {
  const rows = Object.entries(changes).map(([kind, enabled]) => [userId, kind, enabled ? 1 : 0]);
  if (rows.length === 0) return;
  await manager.query(
    'INSERT INTO preferences (user_id, kind, enabled) VALUES ? ON DUPLICATE KEY UPDATE enabled = VALUES(enabled)',
    [rows],
  );
}
