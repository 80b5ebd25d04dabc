import type { EventData, PostRecord, PostSnapshot, postCreated } from '@townsquare/contracts';
import type { Database, DeliveredEvent, Transaction } from '@townsquare/kit';
import { countedTags, type People } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import { setTags } from '../data/hashtags.js';
import { isPostDeleted, lockPost, savePost } from '../data/indexed-posts.js';
import { postDocument } from '../domain/documents.js';
import { DeletedMeanwhile, type Indexed, type IndexWriter } from '../indices/index-writer.js';

type PostEvent = DeliveredEvent<EventData<typeof postCreated>>;

/**
 * Indexes a created or edited post, before the transaction that stores its row. If that fails, the event is delivered again
 * and the same version is written once more. The index keeps the latest version, and a deletion is final there.
 */
export async function indexPost(
  { database, writer, people }: { database: Database; writer: IndexWriter; people: People },
  { data: post, aggregateversion: version }: PostEvent,
): Promise<Indexed> {
  await people.find([post.authorId]);
  const document = { id: post.postId, version, document: postDocument(post) };
  return writer.writePresent('posts', document, () => isPostDeleted(database.manager, post.postId));
}

/** Stores search's own row of an indexed post, unless it has a later one. */
export async function storeIndexedPost(
  people: People,
  { data: post, aggregateversion: version }: PostEvent,
  { manager }: Transaction,
  indexed: Indexed,
): Promise<void> {
  const known = await lockPost(manager, post.postId);
  if (known.deleted !== indexed.deleted) throw new DeletedMeanwhile();
  if (!known.deleted && known.version < version) await storePost(manager, people, post, version);
}

/** Stores that a post, which the index has marked, is deleted. */
export async function removePost(manager: EntityManager, postId: string, version: number): Promise<void> {
  const known = await lockPost(manager, postId);
  if (!known.deleted) await storeDeletedPost(manager, postId, Math.max(version, known.version));
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
