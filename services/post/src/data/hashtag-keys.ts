import { hashtagKey, hashtagKeys } from '@townsquare/text';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const BATCH = 500;

/**
 * Lists posts under the keys of their hashtags, which were in lower case before, and deletes tags that are not hashtags any
 * more, such as the keycap emoji. Posts still show a tag as it was stored: how it was typed is known from the text alone.
 * `npm run recount -- --repair` and `npm run reindex` correct what other services derived from the tags.
 */
export class HashtagKeys1700000001302 implements MigrationInterface {
  name = 'HashtagKeys1700000001302';

  async up(runner: QueryRunner): Promise<void> {
    for (let after: string | undefined = ''; after !== undefined; ) {
      const tags: { tag: string }[] = await runner.query(
        'SELECT DISTINCT tag FROM post_hashtags WHERE tag > ? ORDER BY tag LIMIT ?',
        [after, BATCH],
      );
      for (const { tag } of tags) if (hashtagKey(tag) !== tag) await moveTag(runner, tag);
      after = tags.at(-1)?.tag;
    }
  }

  /** The rows of before are not known any more, and lists under keys work as well. */
  async down(): Promise<void> {}
}

/** Moves the posts of a tag to its key. It deletes the old rows last, so that the next start completes an interrupted move. */
async function moveTag(runner: QueryRunner, tag: string): Promise<void> {
  const key = hashtagKey(tag);
  for (;;) {
    const rows: { post_id: string }[] = await runner.query('SELECT post_id FROM post_hashtags WHERE tag = ? LIMIT ?', [
      tag,
      BATCH,
    ]);
    if (rows.length === 0) return;
    const ids = rows.map((row) => row.post_id);
    await dropUnshown(runner, ids);
    if (key !== undefined) {
      await runner.query(
        `INSERT INTO post_hashtags (tag, created_at, post_id, user_id)
         SELECT ?, old.created_at, old.post_id, old.user_id FROM post_hashtags old WHERE old.tag = ? AND old.post_id IN (?)
         ON DUPLICATE KEY UPDATE user_id = VALUES(user_id)`,
        [key, tag, ids],
      );
    }
    await runner.query('DELETE FROM post_hashtags WHERE tag = ? AND post_id IN (?)', [tag, ids]);
  }
}

/** Of the tags that these posts show, keeps the first of each key. */
async function dropUnshown(runner: QueryRunner, ids: string[]): Promise<void> {
  const posts: { id: string; user_id: string; hashtags: string | string[] }[] = await runner.query(
    'SELECT id, user_id, hashtags FROM posts WHERE id IN (?)',
    [ids],
  );
  for (const { id, user_id, hashtags } of posts) {
    const shown: string[] = typeof hashtags === 'string' ? JSON.parse(hashtags) : hashtags;
    const kept = hashtagKeys(shown).map((key) => shown.find((tag) => hashtagKey(tag) === key)!);
    if (kept.length === shown.length) continue;
    await runner.query('UPDATE posts SET hashtags = ? WHERE id = ? AND user_id = ?', [
      JSON.stringify(kept),
      id,
      user_id,
    ]);
  }
}
