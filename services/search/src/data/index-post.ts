import type { EventData, postCreated } from '@townsquare/contracts';
import type { DeliveredEvent, Transaction } from '@townsquare/kit';
import { postDocument, TOMBSTONE } from '../domain/documents.js';
import { countedTags } from '../domain/hashtag-uses.js';
import { setTags } from './hashtag-counts.js';
import { lockPost, savePost } from './indexed-posts.js';
import type { SearchEngine } from './search-engine.js';

type PostEvent = DeliveredEvent<EventData<typeof postCreated>>;

/**
 * Indexes a post as an event tells of it. The index is written before the commit: if that fails, the event comes again
 * and the same version is written once more. What is older than what is there changes nothing.
 */
export async function indexPost(engine: SearchEngine, event: PostEvent, tx: Transaction): Promise<void> {
  const { data: post, aggregateversion: version } = event;
  const known = await lockPost(tx.manager, post.postId);
  if (known.deleted || known.version >= version) return;
  await engine.write('posts', { id: post.postId, version, document: postDocument(post) });
  await savePost(tx.manager, { postId: post.postId, isPrivate: post.isPrivate, version, deleted: false });
  await setTags(tx.manager, post.postId, countedTags(post));
}

/** Takes a post out of the index, for good. */
export async function removePost(
  engine: SearchEngine,
  { postId, version }: { postId: string; version: number },
  tx: Transaction,
): Promise<void> {
  const known = await lockPost(tx.manager, postId);
  if (known.deleted) return;
  await engine.write('posts', { id: postId, version: Math.max(version, known.version), document: TOMBSTONE });
  await savePost(tx.manager, { postId, isPrivate: true, version: Math.max(version, known.version), deleted: true });
  await setTags(tx.manager, postId, []);
}
