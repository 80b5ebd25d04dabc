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

/** Asks other services, before the transaction, for what `notify` needs about the actor, the post and the recipients. */
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
 * Notifies the recipients who want this kind and may have it: not the actor, nobody with a block or mute, and nobody who may
 * not see the post. A recipient who has the same notification already gets no new one. Announcements go to followers alone,
 * so only recipients who no longer follow are left out. `asked` is the result of `askForNotify`.
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
  const before = await sayingThat(manager, draft, causeOf(draft), audience);
  await insertNotifications(manager, draft, audience);
  const there = await withoutGone({ manager }, draft, audience);
  const told = there.filter((userId) => !before.has(userId));
  return { notified: { cause: causeOf(draft), recipients: told, since: draft.createdAt.toISOString() } };
}

/** The accounts that want this kind of notification, have no block with the actor, and have muted neither actor nor words. */
async function willing({ mutes }: Needs, manager: EntityManager, draft: Draft, userIds: string[]): Promise<string[]> {
  const excluded = await unwilling(manager, draft.kind, draft.actorId, userIds);
  const muters = canBeMuted(draft)
    ? await mutes.mutersAmong(userIds, draft.actorId, draft.content ?? NO_WORDS, manager)
    : new Set<string>();
  return userIds.filter((userId) => !excluded.has(userId) && !muters.has(userId));
}

/** The announcement of a post for followers may arrive after an unfollow, and no later event would remove its notification. */
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
 * Removes the new notifications about deleted content or accounts, and returns the recipients who keep theirs. It runs after
 * the insert: a purge at the same time either is seen here, or sees the new rows.
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
