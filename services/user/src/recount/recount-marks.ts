import { type Database, END, pairCursor } from '@townsquare/kit';
import { compare, isHidden, type RecountPart } from '@townsquare/projections';
import { type MarkedFollow, marksInOrder } from '../data/follows.js';
import type { HiddenMarks } from '../domain/follow-numbers.js';
import { markAsHidden } from '../use-cases/hide-follows.js';

const PAGE = 500;

/** More than a page has, since follows may have been added to it when it is read again. */
const MAX_RANGE = 10_000;

/** Compares the marks of each follow with the statuses of its two accounts. */
export function recountMarks(database: Database): RecountPart {
  return {
    name: 'marks of follows',
    async check({ after, through }) {
      const limit = through === undefined ? PAGE : MAX_RANGE;
      const rows = await marksInOrder(database.manager, { after, through: through ?? END, limit });
      const last = rows.at(-1);
      const next = through === undefined && rows.length === PAGE ? nameOf(last!) : null;
      const should = new Map(rows.map((row) => [nameOf(row), describe(marksOf(row))]));
      const is = new Map(rows.map((row) => [nameOf(row), describe(row.marks)]));
      const follows = new Map(rows.map((row) => [nameOf(row), row]));
      const found = compare('follow', should, is, (name) => markAsHidden(database, follows.get(name)!));
      return { checked: rows.length, found, next };
    },
  };
}

const nameOf = ({ followerId, followingId }: MarkedFollow) => pairCursor(followerId, followingId);

function marksOf({ followerStatus, followingStatus }: MarkedFollow): HiddenMarks {
  return {
    followerHidden: isHidden({ status: followerStatus }),
    followingHidden: isHidden({ status: followingStatus }),
  };
}

const describe = ({ followerHidden, followingHidden }: HiddenMarks) =>
  `follower ${followerHidden ? 'hidden' : 'visible'}, followed account ${followingHidden ? 'hidden' : 'visible'}`;
