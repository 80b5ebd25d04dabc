import type { PostRecord } from '@townsquare/contracts';
import { countedTags, describeTags } from '@townsquare/projections';
import { indexedBetween, lockPost, readTags } from '../data/indexed-posts.js';
import { postDocument } from '../domain/documents.js';
import type { Parts } from '../parts.js';
import { keepDeleted, keepPost } from '../use-cases/index-post.js';

/** A page of posts as their owner has them, and where it begins and ends. */
export interface PostPage {
  after: string;
  through: string;
  items: PostRecord[];
}

/** Brings the service's own rows of these posts in line with their owner's, and indexes the posts. */
export async function rebuildPosts(context: Parts, rebuild: string, page: PostPage): Promise<void> {
  const known = await indexedBetween(context.database.manager, page.after, page.through);
  await takeChanged(context, page.items, known);
  await forgetMissing(context, page.items, known);
  const present = page.items.filter((post) => !known.get(post.postId)?.deleted);
  const documents = present.map((post) => ({ id: post.postId, version: post.version, document: postDocument(post) }));
  await context.engine.writeAll('posts', documents, rebuild);
}

type Known = Awaited<ReturnType<typeof indexedBetween>>;

/** Events that were lost would leave rows that are older than the owner's, or counted under other tags. */
async function takeChanged({ database, people }: Parts, posts: PostRecord[], known: Known): Promise<void> {
  const authors = await people.find(posts.map(({ authorId }) => authorId));
  const tags = await readTags(
    database.manager,
    posts.map(({ postId }) => postId),
  );
  const isAsKept = (post: PostRecord) => {
    const row = known.get(post.postId);
    if (!row || row.version < post.version) return false;
    if (row.deleted || row.version > post.version) return true;
    const counted = describeTags(countedTags(post, authors.get(post.authorId)));
    return row.isPrivate === post.isPrivate && describeTags(tags.get(post.postId) ?? []) === counted;
  };
  for (const post of posts.filter((candidate) => !isAsKept(candidate))) {
    await database.transaction(async ({ manager }) => {
      const row = await lockPost(manager, post.postId);
      if (!row.deleted && row.version <= post.version) await keepPost(manager, people, post, post.version);
    });
  }
}

/** Posts that the page does not have were deleted, if their owner, asked for them by name, has them no more either. */
async function forgetMissing({ database, owners }: Parts, posts: PostRecord[], known: Known): Promise<void> {
  const listed = new Set(posts.map(({ postId }) => postId));
  const missing = [...known].filter(([postId, row]) => !row.deleted && !listed.has(postId)).map(([postId]) => postId);
  if (missing.length === 0) return;
  const there = new Set((await owners.posts(missing)).map(({ postId }) => postId));
  for (const postId of missing.filter((id) => !there.has(id))) {
    await database.transaction(async ({ manager }) => {
      const row = await lockPost(manager, postId);
      if (!row.deleted) await keepDeleted(manager, postId, row.version);
    });
  }
}
