import type { EventData, PostSnapshot, postCreated } from '@townsquare/contracts';
import type { DeliveredEvent, Transaction } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { postDocument, TOMBSTONE } from '../domain/documents.js';
import { countedTags } from '../domain/hashtag-uses.js';
import { setTags } from './hashtag-counts.js';
import type { IndexWriter } from './index-writer.js';
import { lockPost, savePost } from './indexed-posts.js';

type PostEvent = DeliveredEvent<EventData<typeof postCreated>>;

/**
 * Indexes a post as an event tells of it. The index is written before the commit: if that fails, the event comes again
 * and the same version is written once more. What is older than what is there changes nothing.
 */
export async function indexPost(writer: IndexWriter, event: PostEvent, { manager }: Transaction): Promise<void> {
  const { data: post, aggregateversion: version } = event;
  const known = await lockPost(manager, post.postId);
  if (known.deleted || known.version >= version) return;
  await writer.write(manager, 'posts', { id: post.postId, version, document: postDocument(post) });
  await keepPost(manager, post, version);
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
  post: Pick<PostSnapshot, 'postId' | 'isPrivate' | 'hashtags'>,
  version: number,
): Promise<void> {
  await savePost(manager, { postId: post.postId, isPrivate: post.isPrivate, version, deleted: false });
  await setTags(manager, post.postId, countedTags(post));
}

/** Keeps that a post, whose row is locked, is gone. */
export async function keepDeleted(manager: EntityManager, postId: string, version: number): Promise<void> {
  await savePost(manager, { postId, isPrivate: true, version, deleted: true });
  await setTags(manager, postId, []);
}
