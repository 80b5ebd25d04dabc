import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PostTown } from './post-town.js';

const ANA = '1';

let town: PostTown;

beforeAll(async () => {
  town = await PostTown.start();
  town.addPerson(ANA, 'ana');
  for (let index = 0; index < 5; index++) await town.write(ANA, `post ${index}`);
});

afterAll(() => town.stop());

/** The statements about posts that the service sends to the database while `work` runs. */
async function statementsDuring(work: () => Promise<unknown>): Promise<{ sql: string; values: unknown[] }[]> {
  const { manager } = town.service.database;
  const query = manager.query;
  const seen: { sql: string; values: unknown[] }[] = [];
  manager.query = function (this: typeof manager, sql: string, values?: unknown[]) {
    if (/(FROM|JOIN) posts/.test(sql)) seen.push({ sql, values: values ?? [] });
    return query.call(this, sql, values);
  } as typeof manager.query;
  try {
    await work();
  } finally {
    manager.query = query;
  }
  return seen;
}

/** The partitions of `posts` that a statement would open. MySQL shows them without being asked. */
async function partitionsOf(sql: string, values: unknown[]): Promise<string[]> {
  const [server] = await town.query<{ version: string }>('SELECT VERSION() AS version');
  const explain = server!.version.includes('MariaDB') ? 'EXPLAIN PARTITIONS' : 'EXPLAIN';
  const rows = await town.query<{ table: string; partitions: string | null }>(`${explain} ${sql}`, values);
  return rows.find((row) => row.table === 'p')?.partitions?.split(',') ?? [];
}

test("a page of a person's posts opens one partition", async () => {
  const { body } = await town.get(`/api/v1/users/${ANA}/posts?limit=2`, ANA);
  const statements = await statementsDuring(async () => {
    await town.get(`/api/v1/users/${ANA}/posts`, ANA);
    await town.get(`/api/v1/users/${ANA}/posts?limit=2&cursor=${body.nextCursor}`);
  });
  expect(statements).toHaveLength(2);
  for (const { sql, values } of statements) expect(await partitionsOf(sql, values)).toHaveLength(1);
});

test('posts are spread over eight', async () => {
  expect(await partitionsOf('SELECT p.id FROM posts p', [])).toHaveLength(8);
});

test('what the author changes opens one', async () => {
  for (const condition of ['p.user_id = 1 AND p.id = 5', 'p.user_id = 1 AND p.id IN (5, 6)']) {
    expect(await partitionsOf(`SELECT p.id FROM posts p WHERE ${condition} FOR UPDATE`, [])).toHaveLength(1);
  }
});
