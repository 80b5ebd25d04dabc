import type { PersonGraph } from '@townsquare/contracts';
import { END } from '@townsquare/kit';
import { compare, type Exports, type RecountPart } from '@townsquare/projections';
import type { Context } from '../context.js';
import { presentWhere } from '../data/recount.js';
import { followsBetween, goneAccounts, setRelation } from '../data/relations.js';
import { type FollowKind, followDraft } from '../domain/drafts.js';
import type { Candidate } from '../domain/dueness.js';
import { compareNotifications, factsAbout } from './compare-notifications.js';

/** Compares the service's copy of the follows with the graph, without accounts that the service has deleted. */
export function recountFollows({ database }: Context, exports: Pick<Exports, 'graph'>): RecountPart {
  return {
    name: 'follows',
    async check(range) {
      const { items, next } = await exports.graph(range);
      const known = await followsBetween(database.manager, range.after, range.through ?? next ?? END);
      const follows = items.flatMap(({ userId, following }) =>
        following.map((one) => ({ followerId: userId, followingId: one.userId })),
      );
      const people = ['0', ...follows.flatMap(({ followerId, followingId }) => [followerId, followingId])];
      const gone = await goneAccounts(database.manager, [...new Set(people)]);
      const lasting = follows.filter(({ followerId, followingId }) => !gone.has(followerId) && !gone.has(followingId));
      const versions = new Map(items.map(({ userId, version }) => [userId, version]));
      const active = asMap(follows);
      const repair = (key: string) => {
        const [actorId, targetId] = key.split('>') as [string, string];
        const relation = { actorId, targetType: 'user', targetId } as const;
        return setRelation(database.manager, relation, active.has(key), versions.get(actorId) ?? 0);
      };
      return { checked: follows.length, found: compare('follow', asMap(lasting), asMap(known), repair), next };
    },
  };
}

const asMap = (follows: { followerId: string; followingId: string }[]) =>
  new Map(follows.map(({ followerId, followingId }) => [`${followerId}>${followingId}`, 'follows']));

/** Compares the notifications of followers, of requests and of accepted requests with the graph. */
export function recountFollowNotifications(context: Context, exports: Pick<Exports, 'graph'>): RecountPart {
  return {
    name: 'notifications of followers',
    async check(range) {
      const { items, next } = await exports.graph(range);
      const candidates = items.flatMap(candidatesOf);
      const values = [range.after, range.through ?? next ?? END];
      const { manager } = context.database;
      const between = (column: string) => `${column} > ? AND ${column} <= ?`;
      // A person's graph notifies those whom they follow or ask to follow, and themselves of accepted requests.
      const present = [
        ...(await presentWhere(manager, ['follow', 'followRequest'], 'user', between('target_id'), values)),
        ...(await presentWhere(manager, ['followAccepted'], 'user', between('user_id'), values)),
      ];
      const facts = await factsAbout(context, candidates, present);
      return { checked: candidates.length, found: compareNotifications(context, candidates, present, facts), next };
    },
  };
}

function candidatesOf({ userId, following, requested }: PersonGraph): Candidate[] {
  const candidate = (kind: FollowKind, actorId: string, recipientId: string, at: string): Candidate => ({
    recipientId,
    draft: followDraft(kind, actorId, at),
    uncertain: false,
  });
  return [
    ...following.map((one) => candidate('follow', userId, one.userId, one.at)),
    ...following
      .filter(({ accepted }) => accepted)
      .map((one) => candidate('followAccepted', one.userId, userId, one.at)),
    ...requested.map((one) => candidate('followRequest', userId, one.userId, one.at)),
  ];
}
