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

interface Statement {
  sql: string;
  values: unknown[];
}

/** The statements about posts, but for inserts, that the service sends to the database while `work` runs. */
async function statementsDuring(work: () => Promise<unknown>): Promise<Statement[]> {
  const { source } = town.service.database;
  const create = source.createQueryRunner;
  const seen: Statement[] = [];
  source.createQueryRunner = (mode) => {
    const runner = create.call(source, mode);
    const query = runner.query;
    runner.query = ((...call: Parameters<typeof query>) => {
      const [sql, values = []] = call;
      if (/(FROM|JOIN|UPDATE) `?posts\b/.test(sql)) seen.push({ sql, values: values as unknown[] });
      return query.apply(runner, call);
    }) as typeof query;
    return runner;
  };
  try {
    await work();
  } finally {
    source.createQueryRunner = create;
  }
  return seen;
}

/** How many partitions of `posts`, which no other table here has, a statement would open. MySQL tells it unasked. */
async function partitionsOpened({ sql, values }: Statement): Promise<number> {
  const [server] = await town.query<{ version: string }>('SELECT VERSION() AS version');
  const explain = server!.version.includes('MariaDB') ? 'EXPLAIN PARTITIONS' : 'EXPLAIN';
  const rows = await town.query<{ partitions: string | null }>(`${explain} ${sql}`, values);
  return rows.flatMap((row) => row.partitions?.split(',') ?? []).length;
}

test('posts are spread over eight partitions', async () => {
  expect(await partitionsOpened({ sql: 'SELECT content FROM posts', values: [] })).toBe(8);
});

test("a page of a person's posts opens one partition", async () => {
  const { body } = await town.get(`/api/v1/users/${ANA}/posts?limit=2`, ANA);
  const statements = await statementsDuring(async () => {
    await town.get(`/api/v1/users/${ANA}/posts`, ANA);
    await town.get(`/api/v1/users/${ANA}/posts?limit=2&cursor=${body.nextCursor}`);
  });
  expect(statements).toHaveLength(2);
  for (const statement of statements) expect(await partitionsOpened(statement)).toBe(1);
});

test('a change and a deletion open one partition, once the author of the post is known', async () => {
  const [{ id }, { id: other }] = [await town.write(ANA, 'to be changed'), await town.write(ANA, 'to stay')];
  const statements = await statementsDuring(async () => {
    await town.patch(`/api/v1/posts/${id}`, { content: 'changed' }, ANA);
    await town.delete(`/api/v1/posts/${id}`, ANA);
  });
  const [lookUps, others] = [statements.filter(isLookUp), statements.filter((each) => !isLookUp(each))];
  expect(lookUps).toHaveLength(2);
  // Lock and update; lock and delete.
  expect(others).toHaveLength(4);
  for (const { sql, values } of others) {
    // For a row that is gone there would be nothing to explain: it is asked for one that stayed.
    const ofOther = values.map((value) => (String(value) === id ? other : value));
    expect(await partitionsOpened({ sql, values: ofOther })).toBe(1);
  }
});

/** By an id alone: its author, by whom posts are spread, is what it finds out. */
function isLookUp({ sql }: Statement): boolean {
  return sql.includes('WHERE p.id IN (?)');
}
