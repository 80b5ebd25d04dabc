import { countsAfter, recountTag } from '../data/hashtags.js';
import { hashtagDocument } from '../domain/documents.js';
import type { Parts } from '../parts.js';

const BATCH = 500;

/** Indexes the hashtags after one, in the order of their letters, recounted; answers the last, or null at the end. */
export async function rebuildHashtags(
  { engine, database }: Parts,
  rebuild: string,
  after: string,
): Promise<{ indexed: number; next: string | null }> {
  const counts = await countsAfter(database.manager, after, BATCH);
  const documents = [];
  for (const count of counts) {
    const { tag, spelling, posts, version } =
      count.posts === count.uses ? count : await recountTag(database, count.tag);
    documents.push({ id: tag, version, document: hashtagDocument(spelling, posts) });
  }
  await engine.writeAll('hashtags', documents, rebuild);
  return { indexed: documents.length, next: counts.length === BATCH ? counts.at(-1)!.tag : null };
}
