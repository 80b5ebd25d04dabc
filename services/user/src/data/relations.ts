import type { PersonView, ProfileStatus } from '@townsquare/contracts';
import { afterPosition, type Position } from '@townsquare/kit';
import { HIDDEN_STATUSES, toView } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import type { Standing } from '../domain/relation.js';

/** A list of people: its table, the columns of the list's owner and of the people in it, and whether it shows hidden accounts. */
interface ListTable {
  table: string;
  owner: string;
  person: string;
  showsHidden?: boolean;
}

/**
 * The lists of people that an account has. The follows and requests of a hidden account are not listed until it is visible
 * again. The lists of blocks and mutes show hidden accounts, so that their owner can end a block or mute.
 */
const PEOPLE_LISTS = {
  followers: { table: 'follows', owner: 'following_id', person: 'follower_id' },
  following: { table: 'follows', owner: 'follower_id', person: 'following_id' },
  requests: { table: 'follow_requests', owner: 'target_id', person: 'requester_id' },
  sentRequests: { table: 'follow_requests', owner: 'requester_id', person: 'target_id' },
  blocks: { table: 'blocks', owner: 'blocker_id', person: 'blocked_id', showsHidden: true },
  mutes: { table: 'mutes', owner: 'muter_id', person: 'muted_id', showsHidden: true },
  dismissedSuggestions: {
    table: 'dismissed_suggestions',
    owner: 'user_id',
    person: 'dismissed_id',
    showsHidden: true,
  },
} satisfies Record<string, ListTable>;
export type PeopleList = keyof typeof PEOPLE_LISTS;

interface ListedRow {
  user_id: string;
  username: string;
  full_name: string;
  profile_picture: string | null;
  listed_at: Date;
}

/** A person in a list, and since when. */
export interface ListedPerson extends PersonView {
  listedAt: Date;
}

/** No account has this id. It stands for a reader who is signed out, or from whom nothing is hidden. */
const NOBODY = '0';
/** No account has this status. */
const NO_STATUS = '';

/**
 * Up to `limit` people of a list, the latest first, after a position. Leaves out accounts that are gone or hidden, and, if
 * there is a viewer, those with a block between them and the viewer.
 */
export async function readPeople(
  manager: EntityManager,
  list: PeopleList,
  ownerId: string,
  viewerId: string | null,
  after: Position | undefined,
  limit: number,
): Promise<ListedPerson[]> {
  const { table, owner, person, showsHidden = false }: ListTable = PEOPLE_LISTS[list];
  const viewer = viewerId ?? NOBODY;
  const [position, start] = afterPosition(after, 'DESC', { createdAt: 'l.created_at', id: `l.${person}` });
  const rows: ListedRow[] = await manager.query(
    `SELECT p.user_id, p.username, p.full_name, p.profile_picture, l.created_at AS listed_at
     FROM ${table} l JOIN profiles p ON p.user_id = l.${person}
     WHERE l.${owner} = ? AND ${position} AND p.deleted_at IS NULL AND p.status NOT IN (?)
       AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = ? AND b.blocked_id = l.${person})
       AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = l.${person} AND b.blocked_id = ?)
     ORDER BY l.created_at DESC, l.${person} DESC LIMIT ?`,
    [ownerId, ...start, showsHidden ? [NO_STATUS] : HIDDEN_STATUSES, viewer, viewer, limit],
  );
  return rows.map(toPerson);
}

/** How many followers a person has, and how many people they follow, without hidden accounts. */
export async function countFollows(
  manager: EntityManager,
  userId: string,
): Promise<{ followerCount: number; followingCount: number }> {
  const [row] = await manager.query(
    `SELECT (SELECT COUNT(*) FROM follows WHERE following_id = ? AND follower_hidden = 0) AS followers,
       (SELECT COUNT(*) FROM follows WHERE follower_id = ? AND following_hidden = 0) AS following`,
    [userId, userId],
  );
  return { followerCount: Number(row.followers), followingCount: Number(row.following) };
}

/** Which of these people the follower follows. */
export async function followedAmong(manager: EntityManager, followerId: string, ids: string[]): Promise<string[]> {
  const rows: { following_id: string }[] = await manager.query(
    'SELECT following_id FROM follows WHERE follower_id = ? AND following_id IN (?)',
    [followerId, ids],
  );
  return rows.map((row) => row.following_id);
}

function toPerson(row: ListedRow): ListedPerson {
  const { user_id: userId, username, full_name: fullName, profile_picture: profilePicture } = row;
  return { ...toView({ userId, username, fullName, profilePicture }), listedAt: row.listed_at };
}

type StandingRow = { status: ProfileStatus } & Record<Exclude<keyof Standing, 'status'>, number>;

/** How the viewer stands to the other; undefined when the other has no profile here. */
export async function readStanding(
  manager: EntityManager,
  viewerId: string,
  otherId: string,
): Promise<Standing | undefined> {
  const pair = [viewerId, otherId];
  const reverse = [otherId, viewerId];
  const rows: StandingRow[] = await manager.query(
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

function toStanding(row: StandingRow): Standing {
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

/** A truth value comes as a number, or as text where the driver expects large numbers. */
function isTrue(value: unknown): boolean {
  return Number(value) === 1;
}

/** A request to follow a private account. */
export interface FollowRequest {
  requesterId: string;
  targetId: string;
}

/**
 * Requests to accounts that are not private any more, of those that can be accepted. For a private account the query looks at
 * one request alone, along the index.
 */
export async function needlessRequests(manager: EntityManager, limit: number): Promise<FollowRequest[]> {
  return manager.query(
    `SELECT r.requester_id AS requesterId, r.target_id AS targetId
     FROM (SELECT DISTINCT target_id FROM follow_requests) asked
       JOIN profiles t ON t.user_id = asked.target_id
       JOIN follow_requests r ON r.target_id = asked.target_id
       JOIN profiles p ON p.user_id = r.requester_id
     WHERE t.is_private = 0 AND t.deleted_at IS NULL AND t.status NOT IN (?)
       AND p.deleted_at IS NULL AND p.status NOT IN (?)
       AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = r.target_id AND b.blocked_id = r.requester_id)
       AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = r.requester_id AND b.blocked_id = r.target_id)
     LIMIT ?`,
    [HIDDEN_STATUSES, HIDDEN_STATUSES, limit],
  );
}

/** Whether the request was accepted before, so that the follow exists. */
export async function wasAccepted(manager: EntityManager, { requesterId, targetId }: FollowRequest): Promise<boolean> {
  const sql = 'SELECT 1 FROM follows WHERE follower_id = ? AND following_id = ? AND accepted = 1';
  const rows: unknown[] = await manager.query(sql, [requesterId, targetId]);
  return rows.length > 0;
}
