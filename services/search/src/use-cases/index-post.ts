import type { EventData, PostRecord, PostSnapshot, postCreated } from '@townsquare/contracts';
import type { DeliveredEvent, Transaction } from '@townsquare/kit';
import { countedTags, type People } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import { setTags } from '../data/hashtags.js';
import { lockPost, savePost } from '../data/indexed-posts.js';
import { postDocument, TOMBSTONE } from '../domain/documents.js';
import type { IndexWriter } from '../indices/index-writer.js';
import type { Parts } from '../parts.js';

type PostEvent = DeliveredEvent<EventData<typeof postCreated>>;

/**
 * Indexes a post as an event tells of it. The index is written before the commit: if that fails, the event comes again
 * and the same version is written once more. What is older than what is there changes nothing.
 */
export async function indexPost(
  { writer, people }: Pick<Parts, 'writer' | 'people'>,
  event: PostEvent,
  { manager }: Transaction,
): Promise<void> {
  const { data: post, aggregateversion: version } = event;
  const known = await lockPost(manager, post.postId);
  if (known.deleted || known.version >= version) return;
  await writer.write(manager, 'posts', { id: post.postId, version, document: postDocument(post) });
  await keepPost(manager, people, post, version);
}

/** Takes a post out of the index, for good. */
export async function removePost(
  writer: IndexWriter,
  { postId, version }: { postId: string; version: number },
  { manager }: Transaction,
): Promise<void> {
  const known = await lockPost(manager, postId);
  if (known.deleted) return;
  const latest = Math.max(version, known.version);
  await writer.write(manager, 'posts', { id: postId, version: latest, document: TOMBSTONE });
  await keepDeleted(manager, postId, latest);
}

/** Keeps what the service itself has of a post, whose row is locked. */
export async function keepPost(
  manager: EntityManager,
  people: People,
  post: TaggedPost,
  version: number,
): Promise<void> {
  await savePost(manager, { postId: post.postId, isPrivate: post.isPrivate, version, deleted: false });
  await tagPost({ manager }, people, post);
}

type TaggedPost = Pick<PostSnapshot, 'postId' | 'authorId' | 'isPrivate' | 'hashtags'>;

/** Counts a post, whose row is locked, under those of its tags that count. */
async function tagPost(tx: Pick<Transaction, 'manager'>, people: People, post: TaggedPost): Promise<void> {
  const author = (await people.known(tx, [post.authorId])).get(post.authorId);
  await setTags(tx.manager, post.postId, countedTags(post, author));
}

/** Counts a post anew under its tags, when its author's account has turned private or hidden, or is so no longer. */
export async function retagPost({ database, people }: Pick<Parts, 'database' | 'people'>, post: PostRecord) {
  await people.find([post.authorId]);
  await database.transaction(async (tx) => {
    const known = await lockPost(tx.manager, post.postId);
    if (!known.deleted && known.version === post.version) await tagPost(tx, people, post);
  });
}

/** Keeps that a post, whose row is locked, is gone. */
export async function keepDeleted(manager: EntityManager, postId: string, version: number): Promise<void> {
  await savePost(manager, { postId, isPrivate: true, version, deleted: true });
  await setTags(manager, postId, []);
}
