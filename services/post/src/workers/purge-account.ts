import { postUpdated } from '@townsquare/contracts';
import type { ImageStore } from '@townsquare/images';
import type { Database, PurgeStep } from '@townsquare/kit';
import type { Blocks } from '@townsquare/projections';
import { deleteFreeMedia, findRemovals, forgetRemoval } from '../data/media.js';
import { findMentioning, lockPost, lockSomePosts, updatePost } from '../data/posts.js';
import { removeLockedPosts } from '../use-cases/write-posts.js';
import { toSnapshot } from '../views/posts.js';

/** Deletes the data of a deleted account in batches: posts, mentions in others' posts, blocks, images and their files. */
export function purgeAccount(database: Database, blocks: Blocks, images: ImageStore): PurgeStep {
  return async (userId, limit) =>
    (await deleteSomePosts(database, userId, limit)) ||
    (await deleteMentions(database, userId, limit)) ||
    (await blocks.purge(database.manager, userId)) ||
    (await database.transaction(({ manager }) => deleteFreeMedia(manager, userId, limit))) ||
    (await removeFiles(database, images, userId, limit));
}

function deleteSomePosts(database: Database, userId: string, limit: number): Promise<number> {
  return database.transaction(async (tx) => {
    const posts = await lockSomePosts(tx.manager, userId, limit);
    await removeLockedPosts(tx, userId, posts);
    return posts.length;
  });
}

/** The text of others' posts stays as it was written; the links from it to the account are deleted. */
async function deleteMentions(database: Database, mentionedId: string, limit: number): Promise<number> {
  const places = await findMentioning(database.manager, mentionedId, limit);
  for (const { postId, authorId } of places) {
    await database.transaction(async (tx) => {
      const post = await lockPost(tx.manager, authorId, postId);
      if (!post) return;
      const mentions = post.mentions.filter(({ userId }) => userId !== mentionedId);
      const changed = await updatePost(tx.manager, { ...post, mentions });
      tx.publish(postUpdated, { id: postId, version: Number(changed.version) }, toSnapshot(changed));
    });
  }
  return places.length;
}

async function removeFiles(database: Database, images: ImageStore, userId: string, limit: number): Promise<number> {
  const files = await findRemovals(database.manager, userId, limit);
  const removable = files.filter((file) => !file.underWay);
  for (const { key } of removable) {
    await images.remove(key);
    await forgetRemoval(database.manager, key);
  }
  if (removable.length < files.length) throw new Error(`An upload of the deleted account ${userId} may be under way.`);
  return removable.length;
}
