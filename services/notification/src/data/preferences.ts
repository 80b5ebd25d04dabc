import type { EntityManager } from 'typeorm';
import { OPTIONAL_KINDS, type OptionalKind } from '../domain/kinds.js';

/** The ways in which a notification reaches a user who is not reading the list. */
export const CHANNELS = ['sockets', 'push'] as const;
export type Channel = (typeof CHANNELS)[number];

type Kinds = Record<OptionalKind, boolean>;

/**
 * Which kinds of notifications a user gets, which of them on sockets and by push, and whether they are grouped. A kind that
 * is off as such reaches no channel.
 */
export type Preferences = Kinds & { grouped: boolean } & Record<Channel, Kinds>;
export type PreferencesChange = Partial<Kinds & { grouped: boolean } & Record<Channel, Partial<Kinds>>>;

const allOn = () => Object.fromEntries(OPTIONAL_KINDS.map((kind) => [kind, true])) as Kinds;

/** A user's preferences: everything that they have not turned off is on. */
export async function readPreferences(manager: EntityManager, userId: string): Promise<Preferences> {
  const rows: { channel: Channel | null; kind: OptionalKind; enabled: number }[] = await manager.query(
    `SELECT NULL AS channel, kind, enabled FROM preferences WHERE user_id = ?
     UNION ALL SELECT channel, kind, enabled FROM channel_preferences WHERE user_id = ?`,
    [userId, userId],
  );
  const kinds = allOn();
  const channels = { sockets: allOn(), push: allOn() };
  for (const { channel, kind, enabled } of rows) (channel ? channels[channel] : kinds)[kind] = Number(enabled) === 1;
  return { ...kinds, ...channels, grouped: await wantsGroups(manager, userId) };
}

/** Which of these users do not want this kind on a channel. */
export async function turnedOff(
  manager: EntityManager,
  channel: Channel,
  kind: string,
  userIds: string[],
): Promise<Set<string>> {
  if (userIds.length === 0) return new Set();
  const rows: { user_id: string }[] = await manager.query(
    'SELECT user_id FROM channel_preferences WHERE user_id IN (?) AND channel = ? AND kind = ? AND enabled = 0',
    [userIds, channel, kind],
  );
  return new Set(rows.map((row) => row.user_id));
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
  { grouped, sockets, push, ...kinds }: PreferencesChange,
): Promise<void> {
  await saveChannels(manager, userId, { sockets, push });
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

async function saveChannels(
  manager: EntityManager,
  userId: string,
  changes: Record<Channel, Partial<Kinds> | undefined>,
): Promise<void> {
  const rows = CHANNELS.flatMap((channel) =>
    Object.entries(changes[channel] ?? {}).map(([kind, enabled]) => [userId, channel, kind, enabled ? 1 : 0]),
  );
  if (rows.length === 0) return;
  await manager.query(
    `INSERT INTO channel_preferences (user_id, channel, kind, enabled) VALUES ?
     ON DUPLICATE KEY UPDATE enabled = VALUES(enabled)`,
    [rows],
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
