import type { PostRecord } from '@townsquare/contracts';
import type { Transaction } from '@townsquare/kit';
import { needsFollow } from '@townsquare/projections';
import type { Context } from '../context.js';
import { isLatestPost } from '../data/posts.js';
import { possibleStrangers, removeFrom } from '../data/removals.js';
import { askFollows, type Follows, type Needs, whoMaySee } from './who-may-see.js';

type Post = Pick<PostRecord, 'postId' | 'authorId' | 'isPrivate'>;

/** Asks, before the transaction, which accounts with notifications about a post follow its author. */
export async function askAboutStrangers(
  context: Pick<Context, 'database' | 'people' | 'owners'>,
  post: Post,
): Promise<Follows> {
  return askFollows(context, post, await possibleStrangers(context.database.manager, post.postId, post.authorId));
}

/** Removes the notifications about a post for followers from accounts that may not see it; returns these accounts. */
export async function removeFromStrangers(
  context: Needs,
  tx: Transaction,
  { postId, authorId }: Pick<Post, 'postId' | 'authorId'>,
  asked: Follows,
): Promise<string[]> {
  const possible = await possibleStrangers(tx.manager, postId, authorId);
  const { readers } = await whoMaySee(context, tx, postId, possible, asked);
  const strangers = possible.filter((userId) => !readers.includes(userId));
  return removeFrom(tx.manager, strangers, postId);
}

/** Does the same for a post whose author's account has turned private, if the given version is the latest. */
export async function hidePost(
  context: Needs & Pick<Context, 'database' | 'owners'>,
  post: PostRecord,
): Promise<string[]> {
  const asked = await askAboutStrangers(context, post);
  return context.database.transaction(async (tx) => {
    if (!(await isLatestPost(tx.manager, post.postId, post.version))) return [];
    const author = (await context.people.known(tx, [post.authorId])).get(post.authorId);
    return needsFollow({ ...post, author }) ? removeFromStrangers(context, tx, post, asked) : [];
  });
}
