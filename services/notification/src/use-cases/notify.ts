import type { Transaction } from '@townsquare/kit';
import { type Author, isHidden, needsFollow } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import type { Context } from '../context.js';
import { insertNotifications, removeNotifications, sayingThat } from '../data/notifications.js';
import { isDeleted } from '../data/posts.js';
import { unwilling } from '../data/preferences.js';
import { formerFollowers, goneAccounts } from '../data/relations.js';
import { canBeMuted, type Draft } from '../domain/kinds.js';
import type { Outcome } from '../live/live.js';
import { askFollows, type Follows, NOBODY_ASKED, type Needs as RuleNeeds, whoMaySee } from './who-may-see.js';

type Needs = RuleNeeds & Pick<Context, 'mutes'>;

const NO_WORDS = () => '';

/** Asks other services, before the transaction, for what `notify` needs of the actor, the post and the recipients. */
export async function askForNotify(
  context: Pick<Context, 'database' | 'people' | 'posts' | 'owners'>,
  { actorId, kind, postId }: Pick<Draft, 'actorId' | 'kind' | 'postId'>,
  recipients: string[],
): Promise<Follows> {
  await context.people.find([actorId]);
  const post = postId === null ? undefined : (await context.posts.find([postId])).get(postId);
  if (!post || kind === 'post') return NOBODY_ASKED;
  return askFollows(
    context,
    post,
    recipients.filter((userId) => userId !== actorId),
  );
}

/**
 * Notifies those of the recipients who want it and may have it: not the actor, nobody blocked, nobody who has muted it, and
 * nobody who may not see the post. Whoever has the same notification already is not told again. Announcements go to
 * followers alone, so they are not checked against the post, but for those who have left since. `asked` is what
 * `askForNotify` returned.
 */
export async function notify(
  context: Needs,
  tx: Transaction,
  draft: Draft,
  recipients: string[],
  asked: Follows,
): Promise<Outcome> {
  const { manager } = tx;
  const others = [...new Set(recipients)].filter((userId) => userId !== draft.actorId).sort();
  if (others.length === 0) return {};
  const actor = (await context.people.known(tx, [draft.actorId])).get(draft.actorId);
  if (actor && isHidden(actor)) return {};
  let audience = await willing(context, manager, draft, others);
  if (draft.postId !== null && draft.kind !== 'post') {
    audience = await whoMaySee(context, tx, draft.postId, audience, asked);
  }
  if (draft.postId !== null && draft.kind === 'post' && audience.length > 0) {
    audience = await stillFollowing(context, tx, draft.postId, { id: draft.actorId, known: actor }, audience);
  }
  if (audience.length === 0) return {};
  const message = draft.says(actor?.fullName);
  const before = await sayingThat(manager, draft, causeOf(draft), audience);
  await insertNotifications(manager, draft, message, audience);
  const there = await withoutGone({ manager }, draft, audience);
  const told = there.filter((userId) => !before.has(userId));
  return { notified: { cause: causeOf(draft), recipients: told, since: draft.createdAt.toISOString() } };
}

/** Of these people, those who want this kind of news, have no block between them and the actor, and have not muted it. */
async function willing({ mutes }: Needs, manager: EntityManager, draft: Draft, userIds: string[]): Promise<string[]> {
  const excluded = await unwilling(manager, draft.kind, draft.actorId, userIds);
  const muters = canBeMuted(draft)
    ? await mutes.mutersAmong(userIds, draft.actorId, draft.content ?? NO_WORDS, manager)
    : new Set<string>();
  return userIds.filter((userId) => !excluded.has(userId) && !muters.has(userId));
}

/** Of a post for followers alone, an announcement may come after the news that somebody follows no more, and nothing would take it back. */
async function stillFollowing(
  { posts }: Needs,
  tx: Transaction,
  postId: string,
  author: { id: string; known: Author },
  audience: string[],
): Promise<string[]> {
  const post = (await posts.known(tx, [postId])).get(postId);
  if (!post || !needsFollow({ ...post, author: author.known })) return audience;
  const former = await formerFollowers(tx.manager, author.id, audience);
  return audience.filter((userId) => !former.has(userId));
}

/**
 * Takes back what points at something that is gone, and answers who still has a notification. Asked after the rows are
 * there: a purge that goes on meanwhile either is seen here, or sees these rows.
 */
export async function withoutGone(
  { manager }: Pick<Transaction, 'manager'>,
  draft: Draft,
  audience: string[],
): Promise<string[]> {
  const gone = await goneAccounts(manager, [draft.actorId, ...audience]);
  const commentId = draft.targetType === 'comment' ? draft.targetId : null;
  const all = gone.has(draft.actorId) || (await isDeleted(manager, draft.postId, commentId));
  const taken = all ? audience : audience.filter((userId) => gone.has(userId));
  await removeNotifications(manager, causeOf(draft), taken);
  return audience.filter((userId) => !taken.includes(userId));
}

export function causeOf({ kind, actorId, targetType, targetId }: Draft) {
  return { kind, actorId, targetType, targetId };
}
