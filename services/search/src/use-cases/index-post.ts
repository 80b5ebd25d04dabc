import type { EventData, PostRecord, PostSnapshot, postCreated } from '@townsquare/contracts';
import type { Database, DeliveredEvent, Transaction } from '@townsquare/kit';
import { countedTags, type People } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import { setTags } from '../data/hashtags.js';
import { lockPost, savePost } from '../data/indexed-posts.js';
import { postDocument, TOMBSTONE } from '../domain/documents.js';
import type { IndexWriter } from '../indices/index-writer.js';

type PostEvent = DeliveredEvent<EventData<typeof postCreated>>;

/**
 * Indexes a created or edited post. The index is written before the commit: if the commit fails, the event is delivered
 * again and the same version is written once more. An event that is older than the stored version changes nothing.
 */
export async function indexPost(
  { writer, people }: { writer: IndexWriter; people: People },
  event: PostEvent,
  { manager }: Transaction,
): Promise<void> {
  const { data: post, aggregateversion: version } = event;
  const known = await lockPost(manager, post.postId);
  if (known.deleted || known.version >= version) return;
  await writer.write(manager, 'posts', { id: post.postId, version, document: postDocument(post) });
  await storePost(manager, people, post, version);
}

/** Removes a post from the index for good. */
export async function removePost(
  writer: IndexWriter,
  { postId, version }: { postId: string; version: number },
  { manager }: Transaction,
): Promise<void> {
  const known = await lockPost(manager, postId);
  if (known.deleted) return;
  const latest = Math.max(version, known.version);
  await writer.write(manager, 'posts', { id: postId, version: latest, document: TOMBSTONE });
  await storeDeletedPost(manager, postId, latest);
}

/** Stores search's own row of a post, which is locked, and its tags. */
export async function storePost(
  manager: EntityManager,
  people: People,
  post: TaggedPost,
  version: number,
): Promise<void> {
  await savePost(manager, { postId: post.postId, isPrivate: post.isPrivate, version, deleted: false });
  await tagPost({ manager }, people, post);
}

/** Marks a post, whose row is locked, as deleted. */
export async function storeDeletedPost(manager: EntityManager, postId: string, version: number): Promise<void> {
  await savePost(manager, { postId, isPrivate: true, version, deleted: true });
  await setTags(manager, postId, []);
}

/** Counts a post's hashtags again after its author's account has become private or hidden, or has ceased to be so. */
export async function retagPost(
  { database, people }: { database: Database; people: People },
  post: PostRecord,
): Promise<void> {
  await people.find([post.authorId]);
  await database.transaction(async (tx) => {
    const known = await lockPost(tx.manager, post.postId);
    if (!known.deleted && known.version === post.version) await tagPost(tx, people, post);
  });
}

type TaggedPost = Pick<PostSnapshot, 'postId' | 'authorId' | 'isPrivate' | 'hashtags'>;

/** Counts a post, whose row is locked, under the tags that count. */
async function tagPost(tx: Pick<Transaction, 'manager'>, people: People, post: TaggedPost): Promise<void> {
  const author = (await people.known(tx, [post.authorId])).get(post.authorId);
  await setTags(tx.manager, post.postId, countedTags(post, author));
}
