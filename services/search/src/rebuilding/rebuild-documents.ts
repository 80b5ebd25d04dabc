import type { PostRecord, ProfileRecord } from '@townsquare/contracts';
import type { Database } from '@townsquare/kit';
import { countedTags, describeTags, type Owners, type People } from '@townsquare/projections';
import { countsAfter, readTags, recountTag } from '../data/hashtags.js';
import { indexedBetween, lockPost } from '../data/indexed-posts.js';
import { hashtagDocument, postDocument, userDocument } from '../domain/documents.js';
import type { SearchEngine } from '../indices/search-engine.js';
import { storeDeletedPost, storePost } from '../use-cases/index-post.js';

/** What filling the new indices needs. */
export interface RebuildSources {
  database: Database;
  engine: SearchEngine;
  people: People;
  owners: Pick<Owners, 'posts'>;
}

/**
 * Indexes a page of users as their owner has them, without those that search knows to be deleted: the owner may not have
 * received the deletion yet. A deletion from now on leaves a mark in the new index as well.
 */
export async function rebuildUsers(
  { engine, people, database }: RebuildSources,
  rebuild: string,
  profiles: ProfileRecord[],
): Promise<void> {
  const present = await database.transaction((tx) => people.take(tx, profiles));
  const documents = present.map((profile) => ({
    id: profile.userId,
    version: profile.version,
    document: userDocument(profile),
  }));
  await engine.writeAll('users', documents, rebuild);
}

/** A page of posts as their owner has them, and the range of ids that it covers. */
export interface PostPage {
  after: string;
  through: string;
  items: PostRecord[];
}

/** Brings search's own rows of these posts in line with their owner's, and indexes the posts. */
export async function rebuildPosts(sources: RebuildSources, rebuild: string, page: PostPage): Promise<void> {
  const known = await indexedBetween(sources.database.manager, page.after, page.through);
  await storeChanged(sources, page.items, known);
  await removeMissing(sources, page.items, known);
  const present = page.items.filter((post) => !known.get(post.postId)?.deleted);
  const documents = present.map((post) => ({ id: post.postId, version: post.version, document: postDocument(post) }));
  await sources.engine.writeAll('posts', documents, rebuild);
}

type Known = Awaited<ReturnType<typeof indexedBetween>>;

/** Stores the posts whose rows are older than the owner's, or counted under other tags, because events were lost. */
async function storeChanged({ database, people }: RebuildSources, posts: PostRecord[], known: Known): Promise<void> {
  const authors = await people.find(posts.map(({ authorId }) => authorId));
  const tags = await readTags(
    database.manager,
    posts.map(({ postId }) => postId),
  );
  const isStored = (post: PostRecord) => {
    const row = known.get(post.postId);
    if (!row || row.version < post.version) return false;
    if (row.deleted || row.version > post.version) return true;
    const counted = describeTags(countedTags(post, authors.get(post.authorId)));
    return row.isPrivate === post.isPrivate && describeTags(tags.get(post.postId) ?? []) === counted;
  };
  for (const post of posts.filter((candidate) => !isStored(candidate))) {
    await database.transaction(async ({ manager }) => {
      const row = await lockPost(manager, post.postId);
      if (!row.deleted && row.version <= post.version) await storePost(manager, people, post, post.version);
    });
  }
}

/** Removes posts that the page lacks, if their owner does not return them by id either. */
async function removeMissing({ database, owners }: RebuildSources, posts: PostRecord[], known: Known): Promise<void> {
  const listed = new Set(posts.map(({ postId }) => postId));
  const missing = [...known].filter(([postId, row]) => !row.deleted && !listed.has(postId)).map(([postId]) => postId);
  if (missing.length === 0) return;
  const existing = new Set((await owners.posts(missing)).map(({ postId }) => postId));
  for (const postId of missing.filter((id) => !existing.has(id))) {
    await database.transaction(async ({ manager }) => {
      const row = await lockPost(manager, postId);
      if (!row.deleted) await storeDeletedPost(manager, postId, row.version);
    });
  }
}

const TAG_BATCH = 500;

/** Recounts and indexes the next hashtags after `after`; `next` is the last of them, or null at the end. */
export async function rebuildHashtags(
  { engine, database }: RebuildSources,
  rebuild: string,
  after: string,
): Promise<{ indexed: number; next: string | null }> {
  const counts = await countsAfter(database.manager, after, TAG_BATCH);
  const documents = [];
  for (const count of counts) {
    const { tag, spelling, posts, version } =
      count.posts === count.uses ? count : await recountTag(database, count.tag);
    documents.push({ id: tag, version, document: hashtagDocument(spelling, posts) });
  }
  await engine.writeAll('hashtags', documents, rebuild);
  return { indexed: documents.length, next: counts.length === TAG_BATCH ? counts.at(-1)!.tag : null };
}
