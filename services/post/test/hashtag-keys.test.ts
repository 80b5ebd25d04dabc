import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { HashtagKeys1700000001302 } from '../src/data/hashtag-keys.js';
import { PostTown } from './post-town.js';

const ANA = '1';

let town: PostTown;
beforeAll(async () => {
  town = await PostTown.start();
  town.addPerson(ANA, 'ana');
});
afterAll(() => town.stop());

/** A post as it was written before, under tags in lower case. */
async function oldPost(content: string, tags: string[]): Promise<string> {
  const { id } = await town.write(ANA, content);
  const { manager } = town.service.database;
  await manager.query('UPDATE posts SET hashtags = ? WHERE id = ?', [JSON.stringify(tags), id]);
  await manager.query('DELETE FROM post_hashtags WHERE post_id = ?', [id]);
  for (const tag of tags) {
    await manager.query(
      'INSERT INTO post_hashtags (tag, created_at, post_id, user_id) SELECT ?, created_at, id, user_id FROM posts WHERE id = ?',
      [tag, id],
    );
  }
  return id;
}

async function migrate(): Promise<void> {
  const runner = town.service.database.source.createQueryRunner();
  await new HashtagKeys1700000001302().up(runner);
  await runner.release();
}

const listed = async (tag: string): Promise<string[]> => {
  const { body } = await town.get(`/api/v1/hashtags/${encodeURIComponent(tag)}/posts`);
  return body.items.map(({ id }: { id: string }) => id);
};
const shown = async (id: string) => (await town.get(`/api/v1/posts/${id}`)).body.hashtags;

test('older posts are listed under the keys of their hashtags, and tags that are not hashtags are deleted', async () => {
  const plain = await oldPost('#tea', ['tea']);
  const both = await oldPost('#Straße #STRASSE', ['straße', 'strasse']);
  const dotted = await oldPost('#İstanbul #️⃣', ['i̇stanbul', '\ufe0f\u20e3']);
  const final = await oldPost('#λόγος', ['λόγος']);
  expect(await listed('straße')).toEqual([both]);
  expect(await listed('istanbul')).toEqual([]);
  // A second run, as after one that was cut off, changes nothing more.
  for (let run = 0; run < 2; run++) {
    await migrate();
    expect([await listed('tea'), await listed('Straße'), await listed('ISTANBUL'), await listed('ΛΌΓΟΣ')]).toEqual([
      [plain],
      [both],
      [dotted],
      [final],
    ]);
    expect([await shown(both), await shown(dotted), await shown(final)]).toEqual([['straße'], ['i̇stanbul'], ['λόγος']]);
    const tags = await town.service.database.manager.query('SELECT tag FROM post_hashtags ORDER BY post_id');
    expect(tags.map(({ tag }: { tag: string }) => tag)).toEqual(['tea', 'strasse', 'istanbul', 'λόγοσ']);
  }
});
