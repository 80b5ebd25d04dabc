import { beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { runCommand } from '../support/launcher.js';
import { Person } from '../support/person.js';

const RUN = Date.now().toString(36);
const LIMIT_MS = 300_000;

let ana: Person;
let ben: Person;

beforeAll(async () => {
  [ana, ben] = await Promise.all([Person.join('ana', 'Ana Silva'), Person.join('ben', 'Ben Okafor')]);
  expect((await ben.put(`/users/${ana.userId}/follow`)).status).toBe(204);
});

const write = async (content: string): Promise<string> => {
  const { status, body } = await ana.post('/posts', { content });
  if (status !== 201) throw new Error(`The post was refused: ${status} ${JSON.stringify(body)}`);
  return body.id;
};

const found = async (word: string): Promise<string[]> => {
  const { status, body } = await ben.get(`/search?type=posts&limit=100&q=${encodeURIComponent(word)}`);
  if (status !== 200) throw new Error(`The search failed: ${status}`);
  return body.items.map(({ post }: { post: { id: string } }) => post.id);
};

/** What happened to posts while the indices were rebuilt, by the word that each has. */
class Writer {
  readonly kept = new Map<string, string>();
  readonly gone: string[] = [];
  #ended = false;
  #count = 0;

  /** Writes, edits and deletes posts until `end`; a search in between must not fail. */
  async run(): Promise<void> {
    while (!this.#ended) {
      const word = `w${RUN}${String.fromCharCode(97 + (this.#count % 26))}${this.#count++}`;
      const id = await write(`${word} #t${RUN}`);
      if (this.#count % 3 === 0) {
        await ana.delete(`/posts/${id}`);
        this.gone.push(word);
      } else if (this.#count % 3 === 1) {
        await ana.patch(`/posts/${id}`, { content: `edited${word} #t${RUN}` });
        this.kept.set(`edited${word}`, id);
      } else {
        this.kept.set(word, id);
      }
      await found(word);
    }
  }

  end(): void {
    this.#ended = true;
  }
}

describe('npm run reindex', () => {
  test(
    'while posts are written, edited and deleted, ends with exactly the existing posts',
    async () => {
      const before = await write(`before${RUN}`);
      const writer = new Writer();
      const writing = writer.run();
      await eventually(
        async () => writer.kept.size,
        (size) => size >= 4,
        'some posts were written',
      );
      const { code, output } = await runCommand('reindex');
      writer.end();
      await writing;

      expect({ code, output }).toMatchObject({ code: 0 });
      expect(output).toMatch(/Search indices built anew: \d+ people, \d+ posts, \d+ hashtags/);
      expect(writer.gone.length).toBeGreaterThan(0);
      await eventually(
        () => found(`before${RUN}`),
        (ids) => ids.includes(before),
        'earlier posts are found',
      );
      const kept = [...writer.kept.values()].sort();
      await eventually(
        async () => (await found(`#t${RUN}`)).sort(),
        (ids) => `${ids}` === `${kept}`,
        'found by hashtag',
      );
      for (const [word, id] of writer.kept) expect(await found(word)).toContain(id);
    },
    LIMIT_MS,
  );
});

describe('npm run recount', () => {
  const lineOf = (output: string, start: string) => output.split('\n').find((line) => line.includes(start));

  test(
    'prints the rows that were changed in the database, and repairs them',
    async () => {
      const postId = await write(`Count on me ${RUN}`);
      await ben.put(`/posts/${postId}/reactions`, { type: 'love' });
      const told = () =>
        sql('SELECT kind FROM notification.notifications WHERE user_id = ? AND actor_id = ?', [ana.userId, ben.userId]);
      await eventually(told, (rows) => rows.length === 2, 'Ana was told of the follow and the reaction');
      const entries = () =>
        sql('SELECT 1 FROM feed.timeline_entries WHERE user_id = ? AND post_id = ?', [ben.userId, postId]);
      await eventually(entries, (rows) => rows.length === 1, "Ben's timeline has the post");
      const followers = async () =>
        (await sql('SELECT followers FROM engagement.user_counters WHERE user_id = ?', [ana.userId]))[0]?.followers;
      await eventually(followers, (count) => count === 1, 'the follower is counted');

      await sql('DELETE FROM feed.timeline_entries WHERE user_id = ? AND post_id = ?', [ben.userId, postId]);
      await sql('UPDATE engagement.user_counters SET followers = 7 WHERE user_id = ?', [ana.userId]);
      await sql(`DELETE FROM notification.notifications WHERE user_id = ? AND kind = 'reaction'`, [ana.userId]);
      await sql(
        `INSERT INTO notification.notifications (user_id, kind, actor_id, target_type, target_id, message, created_at)
       VALUES (?, 'follow', ?, 'user', ?, 'twice', UTC_TIMESTAMP(3))`,
        [ben.userId, ana.userId, ana.userId],
      );
      const lost = [
        `feed: timeline entry ${ben.userId}/${postId}: is nothing, should be post ${postId}`,
        `engagement: followers ${ana.userId}: is 7, should be 1`,
        `notification: notification ${ana.userId}: reaction by ${ben.userId}, post ${postId}: is nothing, should be there`,
        `notification: notification ${ben.userId}: follow by ${ana.userId}, user ${ana.userId}: is there, should be nothing`,
      ];
      const first = await runCommand('recount');
      expect(first.code).toBe(1);
      for (const line of lost) expect(lineOf(first.output, line)).toBeDefined();

      const repaired = await runCommand('recount', '--repair');
      expect(repaired.output).toContain('Corrected');
      const last = await runCommand('recount');
      for (const line of lost) expect(lineOf(last.output, line)).toBeUndefined();
      expect(await entries()).toHaveLength(1);
      expect(await followers()).toBe(1);
      expect((await told()).map(({ kind }) => kind).sort()).toEqual(['follow', 'reaction']);
    },
    LIMIT_MS,
  );
});
