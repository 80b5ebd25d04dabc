import type { ProfileStatus } from '@townsquare/contracts';
import type { EntityManager } from 'typeorm';
import type { Standing } from '../domain/relation.js';

type Row = { status: ProfileStatus } & Record<Exclude<keyof Standing, 'status'>, number>;

/** How the viewer stands to the other; undefined when the other's profile is not here. */
export async function readStanding(
  manager: EntityManager,
  viewerId: string,
  otherId: string,
): Promise<Standing | undefined> {
  const pair = [viewerId, otherId];
  const reverse = [otherId, viewerId];
  const rows: Row[] = await manager.query(
    `SELECT status, is_private AS isPrivate, deleted_at IS NOT NULL AS gone,
       EXISTS (SELECT 1 FROM blocks WHERE blocker_id = ? AND blocked_id = ?)
         OR EXISTS (SELECT 1 FROM blocks WHERE blocker_id = ? AND blocked_id = ?) AS blocked,
       EXISTS (SELECT 1 FROM follows WHERE follower_id = ? AND following_id = ?) AS following,
       EXISTS (SELECT 1 FROM follow_requests WHERE requester_id = ? AND target_id = ?) AS requested,
       EXISTS (SELECT 1 FROM follows WHERE follower_id = ? AND following_id = ?) AS followedBy,
       EXISTS (SELECT 1 FROM mutes WHERE muter_id = ? AND muted_id = ?) AS muting
     FROM profiles WHERE user_id = ?`,
    [...pair, ...reverse, ...pair, ...pair, ...reverse, ...pair, otherId],
  );
  return rows[0] && toStanding(rows[0]);
}

export async function hasBlocked(manager: EntityManager, blockerId: string, blockedId: string): Promise<boolean> {
  const sql = 'SELECT 1 FROM blocks WHERE blocker_id = ? AND blocked_id = ?';
  const rows: unknown[] = await manager.query(sql, [blockerId, blockedId]);
  return rows.length > 0;
}

function toStanding(row: Row): Standing {
  return {
    status: row.status,
    isPrivate: isTrue(row.isPrivate),
    gone: isTrue(row.gone),
    blocked: isTrue(row.blocked),
    following: isTrue(row.following),
    requested: isTrue(row.requested),
    followedBy: isTrue(row.followedBy),
    muting: isTrue(row.muting),
  };
}

/** Truth comes as a number, and as text where numbers may be large. */
function isTrue(value: unknown): boolean {
  return Number(value) === 1;
}
