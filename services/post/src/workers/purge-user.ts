import { postDeleted, postUpdated } from '@townsquare/contracts';
import type { ImageStore } from '@townsquare/images';
import type { Database, PurgeStep } from '@townsquare/kit';
import type { Blocks } from '@townsquare/projections';
import { forgetRemoval, removeFreeMedia } from '../data/media-changes.js';
import { deletePosts, lockPost, updatePost } from '../data/post-changes.js';
import { findMentioning, findRemovals, lockSomePosts } from '../data/purges.js';
import { toSnapshot } from '../domain/post-views.js';

/** Deletes what an account leaves here, a batch at a time: posts, mentions in others' posts, blocks, images and their files. */
export function purgeUser(database: Database, blocks: Blocks, images: ImageStore): PurgeStep {
  return async (userId, limit) =>
    (await deleteSomePosts(database, userId, limit)) ||
    (await takeOutMentions(database, userId, limit)) ||
    (await blocks.purge(database.manager, userId)) ||
    (await database.transaction(({ manager }) => removeFreeMedia(manager, userId, limit))) ||
    (await removeFiles(database, images, userId, limit));
}

function deleteSomePosts(database: Database, userId: string, limit: number): Promise<number> {
  return database.transaction(async (tx) => {
    const posts = await lockSomePosts(tx.manager, userId, limit);
    const ids = posts.map(({ id }) => id);
    await deletePosts(tx.manager, userId, ids);
    for (const { id, version } of posts) {
      tx.publish(postDeleted, { id, version: Number(version) + 1 }, { postId: id, authorId: userId });
    }
    return posts.length;
  });
}

/** The text of others' posts stays as they wrote it; what points from it to the account goes. */
async function takeOutMentions(database: Database, mentionedId: string, limit: number): Promise<number> {
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
