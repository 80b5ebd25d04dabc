import type { PostRecord } from '@townsquare/contracts';
import type { Transaction } from '@townsquare/kit';
import { needsFollow } from '@townsquare/projections';
import type { Context } from '../context.js';
import { isLatestPost } from '../data/posts.js';
import { possibleStrangers, removeFrom } from '../data/removals.js';
import { type Needs, whoMaySee } from './who-may-see.js';

/** Takes back what those who may not see it have been told of a post for followers alone; answers whose it was. */
export async function takeFromStrangers(
  context: Needs,
  { manager }: Transaction,
  postId: string,
  authorId: string,
): Promise<string[]> {
  const possible = await possibleStrangers(manager, postId, authorId);
  const readers = new Set(await whoMaySee(context, manager, postId, possible));
  const strangers = possible.filter((userId) => !readers.has(userId));
  return removeFrom(manager, strangers, postId);
}

/** Takes back what strangers have been told of a post whose author's account has turned private; answers whose it was. */
export function hidePost(context: Needs & Pick<Context, 'database'>, post: PostRecord): Promise<string[]> {
  return context.database.transaction(async (tx) => {
    if (!(await isLatestPost(tx.manager, post.postId, post.version))) return [];
    const author = (await context.people.find([post.authorId], tx.manager)).get(post.authorId);
    return needsFollow({ ...post, author }) ? takeFromStrangers(context, tx, post.postId, post.authorId) : [];
  });
}
