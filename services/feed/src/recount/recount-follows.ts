import type { PersonGraph } from '@townsquare/contracts';
import { type Database, END } from '@townsquare/kit';
import { compare, type Exports, type RecountPart } from '@townsquare/projections';
import { goneAmong, lockAccounts } from '../data/accounts.js';
import { edgesBetween, setEdge } from '../data/edges.js';
import { backfill, removeAuthor, removeDeletedPosts } from '../data/timelines.js';

/** Compares feed's copy of the follows with the graph. */
export function recountFollows(database: Database, exports: Pick<Exports, 'graph'>): RecountPart {
  return {
    name: 'follows',
    async check(range) {
      const { items, next } = await exports.graph(range);
      const edges = await edgesBetween(database.manager, range.after, range.through ?? next ?? END);
      const graphs = new Map(items.map((graph) => [graph.userId, graph]));
      const follows = items.flatMap(({ userId, following }) =>
        following.map((one) => ({ followerId: userId, authorId: one.userId })),
      );
      const people = ['0', ...follows.flatMap(({ followerId, authorId }) => [followerId, authorId])];
      const gone = new Set(await goneAmong(database.manager, people));
      const lasting = follows.filter(({ followerId, authorId }) => !gone.has(followerId) && !gone.has(authorId));
      const repair = (key: string) => repairEdge(database, key, graphs.get(followerOf(key)));
      const found = compare('follow', asMap(lasting), asMap(edges), repair);
      return { checked: follows.length, found, next };
    },
  };
}

const followerOf = (key: string) => key.split('>')[0]!;
const asMap = (follows: { followerId: string; authorId: string }[]) =>
  new Map(follows.map(({ followerId, authorId }) => [`${followerId}>${authorId}`, 'follows']));

/** Sets the edge as the graph has it, and changes the timeline as the event would have done. */
function repairEdge(database: Database, key: string, graph: PersonGraph | undefined): Promise<void> {
  const [followerId, authorId] = key.split('>') as [string, string];
  const follow = graph?.following.find(({ userId }) => userId === authorId);
  return database.transaction(async ({ manager }) => {
    const account = await lockAccounts(manager, [followerId, authorId]);
    const active = follow !== undefined;
    const at = new Date(follow?.at ?? Date.now());
    await setEdge(manager, { followerId, authorId, active, version: graph?.version ?? 0, at });
    if (!active) return removeAuthor(manager, followerId, authorId);
    await removeDeletedPosts(manager, followerId, authorId);
    if (!account(authorId).pulled) await backfill(manager, followerId, authorId);
  });
}
