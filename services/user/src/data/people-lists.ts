import type { PersonView } from '@townsquare/contracts';
import type { Position } from '@townsquare/kit';
import { HIDDEN_STATUSES, toView } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';

/** The table of a list of people, whose list it is, who stands in it, and whether hidden accounts are shown in it. */
interface ListTable {
  table: string;
  owner: string;
  person: string;
  showsHidden?: boolean;
}

/**
 * The lists of people that somebody has. A follow or a request of a hidden account waits until it is so no longer. Whom one
 * has blocked or muted one finds, to end it: an exception of the rule.
 */
const PEOPLE_LISTS = {
  followers: { table: 'follows', owner: 'following_id', person: 'follower_id' },
  following: { table: 'follows', owner: 'follower_id', person: 'following_id' },
  requests: { table: 'follow_requests', owner: 'target_id', person: 'requester_id' },
  sentRequests: { table: 'follow_requests', owner: 'requester_id', person: 'target_id' },
  blocks: { table: 'blocks', owner: 'blocker_id', person: 'blocked_id', showsHidden: true },
  mutes: { table: 'mutes', owner: 'muter_id', person: 'muted_id', showsHidden: true },
} satisfies Record<string, ListTable>;
export type PeopleList = keyof typeof PEOPLE_LISTS;

interface Row {
  user_id: string;
  username: string;
  full_name: string;
  profile_picture: string | null;
  listed_at: Date;
}

/** Somebody in a list, and since when. */
export interface ListedPerson extends PersonView {
  listedAt: Date;
}

/** Nobody has this id: what a reader who is signed out, or from whom nothing is hidden, is taken for. */
const NOBODY = '0';
/** No account has this status. */
const NO_STATUS = '';

/**
 * Up to `limit` people of somebody's list, the latest first, after a position. Those who are gone or hidden are left out, and
 * so are those whom a block parts from the viewer, if one is given.
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
  const position = after ? `AND l.created_at <= ? AND (l.created_at < ? OR l.${person} < ?)` : '';
  const start = after ? [after.createdAt, after.createdAt, after.id] : [];
  const rows: Row[] = await manager.query(
    `SELECT p.user_id, p.username, p.full_name, p.profile_picture, l.created_at AS listed_at
     FROM ${table} l JOIN profiles p ON p.user_id = l.${person}
     WHERE l.${owner} = ? ${position} AND p.deleted_at IS NULL AND p.status NOT IN (?)
       AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = ? AND b.blocked_id = l.${person})
       AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = l.${person} AND b.blocked_id = ?)
     ORDER BY l.created_at DESC, l.${person} DESC LIMIT ?`,
    [ownerId, ...start, showsHidden ? [NO_STATUS] : HIDDEN_STATUSES, viewer, viewer, limit],
  );
  return rows.map(toPerson);
}

/** How many follow somebody, and how many they follow. */
export async function countFollows(
  manager: EntityManager,
  userId: string,
): Promise<{ followerCount: number; followingCount: number }> {
  const [row] = await manager.query(
    `SELECT (SELECT COUNT(*) FROM follows WHERE following_id = ?) AS followers,
       (SELECT COUNT(*) FROM follows WHERE follower_id = ?) AS following`,
    [userId, userId],
  );
  return { followerCount: Number(row.followers), followingCount: Number(row.following) };
}

/** Which of these people somebody follows. */
export async function followedAmong(manager: EntityManager, followerId: string, ids: string[]): Promise<string[]> {
  const rows: { following_id: string }[] = await manager.query(
    'SELECT following_id FROM follows WHERE follower_id = ? AND following_id IN (?)',
    [followerId, ids],
  );
  return rows.map((row) => row.following_id);
}

function toPerson(row: Row): ListedPerson {
  const { user_id: userId, username, full_name: fullName, profile_picture: profilePicture } = row;
  return { ...toView({ userId, username, fullName, profilePicture }), listedAt: row.listed_at };
}
