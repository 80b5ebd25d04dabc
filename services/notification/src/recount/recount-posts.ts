import type { FollowerRecord, PostRecord } from '@townsquare/contracts';
import { END, endOf, pairCursor } from '@townsquare/kit';
import type { Exports, Found, RecountPart } from '@townsquare/projections';
import type { Context } from '../context.js';
import { pulledAmong } from '../data/posts.js';
import { type Present, presentWhere } from '../data/recount.js';
import { mentionDraft, postDraft } from '../domain/drafts.js';
import type { Candidate } from '../domain/dueness.js';
import { compareNotifications, factsAbout } from './compare-notifications.js';

/** How many posts a page has: each may have very many notifications. */
const PAGE = 50;

/** The clocks of two services differ by less than this. */
const CLOCK_MARGIN_MS = 5_000;

/** Compares the notifications of posts with the posts and the graph, one author at a time. */
export function recountAnnouncements(context: Context, exports: Pick<Exports, 'posts' | 'followers'>): RecountPart {
  return {
    name: 'notifications of posts',
    async check(range) {
      const { items, next } = await exports.posts({ ...range, limit: PAGE });
      const { manager } = context.database;
      const pulled = await pulledAmong(
        manager,
        items.map(({ postId }) => postId),
      );
      const found: Found[] = [];
      for (const [authorId, posts] of byAuthor(items)) {
        const followers = await readFollowers(exports, authorId);
        const ids = posts.map(({ postId }) => postId);
        const present = await presentWhere(manager, ['post'], 'post', 'target_id IN (?)', [ids]);
        found.push(...(await compareAuthor(context, posts, followers, present, pulled)));
      }
      const strayWhere = 'target_id > ? AND target_id <= ? AND target_id NOT IN (?)';
      const listed = ['0', ...items.map(({ postId }) => postId)];
      const values = [range.after, range.through ?? next ?? END, listed];
      const strays = await presentWhere(manager, ['post'], 'post', strayWhere, values);
      found.push(...compareNotifications(context, [], strays, await factsAbout(context, [], strays)));
      return { checked: items.length, found, next };
    },
  };
}

function byAuthor(posts: PostRecord[]): Map<string, PostRecord[]> {
  const groups = new Map<string, PostRecord[]>();
  for (const post of posts) groups.set(post.authorId, [...(groups.get(post.authorId) ?? []), post]);
  return groups;
}

async function readFollowers({ followers }: Pick<Exports, 'followers'>, authorId: string): Promise<FollowerRecord[]> {
  const through = endOf(authorId);
  const all: FollowerRecord[] = [];
  for (let after: string | null = pairCursor(authorId, '0'); after !== null; ) {
    const page = await followers({ after, through });
    all.push(...page.items);
    after = page.next;
  }
  return all;
}

async function compareAuthor(
  context: Context,
  posts: PostRecord[],
  followers: FollowerRecord[],
  present: Present[],
  pulled: Set<string>,
): Promise<Found[]> {
  const candidates = posts.flatMap((post) => followers.map((one) => toCandidate(post, one, pulled.has(post.postId))));
  const facts = await factsAbout(context, candidates, present);
  // A former follower may have been notified of the posts of that time.
  const known = new Map(posts.map((post) => [post.postId, post]));
  const former = present
    .filter(({ userId, actorId }) => facts.follow(userId, actorId) !== undefined)
    .map(({ userId, targetId }) => toDraftFor(known.get(targetId)!, userId));
  return compareNotifications(context, [...candidates, ...former], present, facts);
}

/** It is uncertain for those who followed later, have muted the author since, or are one of too many followers. */
function toCandidate(post: PostRecord, follower: FollowerRecord, pulled: boolean): Candidate {
  const late = Date.parse(follower.at) + CLOCK_MARGIN_MS > Date.parse(post.createdAt);
  return { ...toDraftFor(post, follower.followerId), uncertain: late || follower.unreached || pulled };
}

function toDraftFor(post: PostRecord, recipientId: string): Candidate {
  return { recipientId, draft: postDraft(post, () => post.content), uncertain: true };
}

/** Compares the notifications of mentions in posts with the posts. */
export function recountMentions(context: Context, exports: Pick<Exports, 'posts'>): RecountPart {
  return {
    name: 'notifications of mentions in posts',
    async check(range) {
      const { items, next } = await exports.posts(range);
      const candidates = items.flatMap((post) =>
        post.mentions.map(({ userId }) => ({ recipientId: userId, draft: mentionDraft(post), uncertain: false })),
      );
      const values = [range.after, range.through ?? next ?? END];
      const condition = 'target_id > ? AND target_id <= ?';
      const present = await presentWhere(context.database.manager, ['mention'], 'post', condition, values);
      const facts = await factsAbout(context, candidates, present);
      return { checked: candidates.length, found: compareNotifications(context, candidates, present, facts), next };
    },
  };
}
