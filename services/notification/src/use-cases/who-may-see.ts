import type { Transaction } from '@townsquare/kit';
import { isHidden, type KnownPost, maySee, needsFollow } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import type { Context } from '../context.js';
import { followsOf } from '../data/relations.js';

/** What the visibility rule needs. */
export type Needs = Pick<Context, 'people' | 'posts' | 'blocks'>;

/** Whether each of these readers follows a post's author, as the user service returned it. */
export type Follows = ReadonlyMap<string, boolean>;

export const NOBODY_ASKED: Follows = new Map();

/**
 * Asks the user service what `whoMaySee` will need: whether readers of a post for followers follow its author, where no
 * event has said so. Call it before the transaction: inside one, other services cannot be called.
 */
export async function askFollows(
  { database, people, owners }: Pick<Context, 'database' | 'people' | 'owners'>,
  post: Pick<KnownPost, 'authorId' | 'isPrivate'>,
  readers: string[],
): Promise<Follows> {
  const { authorId } = post;
  const author = (await people.find([authorId])).get(authorId);
  if (readers.length === 0 || !needsFollow({ ...post, author })) return NOBODY_ASKED;
  const { unheard } = await heardFollows(database.manager, authorId, readers);
  const follows = new Map<string, boolean>();
  for (const reader of unheard) follows.set(reader, (await owners.follows(reader, [authorId])).has(authorId));
  return follows;
}

/**
 * The readers who may have notifications about a post, inside a transaction, and whether its author is hidden. Notifications
 * about the post of a hidden author are stored, since it may be visible again: reading them judges that. `asked` is the
 * result of `askFollows` before the transaction.
 */
export async function whoMaySee(
  { people, posts, blocks }: Needs,
  tx: Pick<Transaction, 'manager'>,
  postId: string,
  readers: string[],
  asked: Follows,
): Promise<{ readers: string[]; isAuthorHidden: boolean }> {
  const post = (await posts.known(tx, [postId])).get(postId);
  if (!post || readers.length === 0) return { readers: [], isAuthorHidden: false };
  const { authorId } = post;
  const author = (await people.known(tx, [authorId])).get(authorId);
  const facts = { ...post, author: author && { ...author, status: 'active' as const } };
  const blocked = await blocks.between(authorId, readers, tx.manager);
  const followers = needsFollow(facts) ? await followersAmong(tx.manager, authorId, readers, asked) : new Set<string>();
  const seers = readers.filter((reader) =>
    maySee(reader, facts, { blocked: blocked.has(reader), follows: followers.has(reader) }),
  );
  return { readers: seers, isAuthorHidden: author !== undefined && isHidden(author) };
}

/**
 * The readers who follow the author. Throws if the user service was not asked about one of them, because the post or account
 * turned private, or the reader was notified, since: the event is then delivered again.
 */
async function followersAmong(
  manager: EntityManager,
  authorId: string,
  readers: string[],
  asked: Follows,
): Promise<Set<string>> {
  const { followers, unheard } = await heardFollows(manager, authorId, readers);
  for (const reader of unheard) {
    const follows = asked.get(reader);
    if (follows === undefined) throw new Error(`Whether ${reader} follows ${authorId} has not been asked yet.`);
    if (follows) followers.add(reader);
  }
  return followers;
}

/** The readers whom events name as followers of the author, and the readers whom no event names. */
async function heardFollows(
  manager: EntityManager,
  authorId: string,
  readers: string[],
): Promise<{ followers: Set<string>; unheard: string[] }> {
  const heard = await followsOf(manager, readers, [authorId]);
  const known = new Set([authorId, ...heard.map(({ followerId }) => followerId)]);
  return {
    followers: new Set(heard.filter(({ active }) => active).map(({ followerId }) => followerId)),
    unheard: readers.filter((id) => !known.has(id)),
  };
}
