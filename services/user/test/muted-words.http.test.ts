import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { userBanned } from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import { KnownMutedWordsFolded1700000000402 } from '@townsquare/projections';
import supertest from 'supertest';
import { MutedWordsFolded1700000001107 } from '../src/data/migrations.js';
import { account, addProfiles, emptyTables, startUser, type UserUnderTest } from './start-user.js';

const ANA = '7001';
const BEN = '7002';

let town: UserUnderTest;
beforeAll(async () => {
  town = await startUser();
});
afterAll(() => town.service.stop());
beforeEach(async () => {
  await emptyTables(town.database);
  town.accounts.clear();
  await addProfiles(town.database, [ANA, BEN]);
});

const PATH = '/api/v1/mutes/words';
const read = async (as?: string) => {
  const { status, body } = await supertest(town.service.url)
    .get(PATH)
    .set(await town.service.as(as));
  return status === 200 ? body.words : status;
};
const set = async (body: object, as?: string) =>
  supertest(town.service.url)
    .put(PATH)
    .set(await town.service.as(as))
    .send(body);
const told = () => publishedEvents(town.database, 'user.words.muted');

test('words are stored in the form in which they are compared, each once, for their owner alone', async () => {
  const { status, body } = await set({ words: ['Été', '#Tea', 'ete', '  The World   CUP ', 'tea', '選挙'] }, ANA);
  const words = ['#tea', 'ete', 'tea', 'the world cup', '選挙'];
  expect({ status, body }).toEqual({ status: 200, body: { words } });
  expect([await read(ANA), await read(BEN)]).toEqual([words, []]);
});

test('a symbol alone can be muted, such as an emoji', async () => {
  expect((await set({ words: ['🎉', '€'] }, BEN)).body).toEqual({ words: ['€', '🎉'] });
});

test('words without a visible character or with control characters are refused', async () => {
  for (const word of ['\u200b', 'a\0b', '\u0301'])
    expect([word, (await set({ words: [word] }, ANA)).status]).toEqual([word, 400]);
  expect(await read(ANA)).toEqual([]);
});

test('the list is set as a whole, and published when it has changed', async () => {
  await set({ words: ['tea', 'jam'] }, ANA);
  await set({ words: ['jam', 'TEA'] }, ANA);
  await set({ words: ['jam', 'milk'] }, ANA);
  await set({ words: [] }, ANA);
  expect(await read(ANA)).toEqual([]);
  expect((await told()).map(({ subject, aggregateversion, data }) => [subject, aggregateversion, data])).toEqual([
    [ANA, 1, { userId: ANA, words: ['jam', 'tea'], at: expect.any(String) }],
    [ANA, 2, { userId: ANA, words: ['jam', 'milk'], at: expect.any(String) }],
    [ANA, 3, { userId: ANA, words: [], at: expect.any(String) }],
  ]);
});

test('words that differ in a sign alone are two words', async () => {
  await set({ words: ['c', 'c++', 'c#', 'が', 'か'] }, ANA);
  expect(await read(ANA)).toHaveLength(5);
});

test('one of two lists that are set at the same time stays', async () => {
  const lists = Array.from({ length: 6 }, (_, index) => [`word ${index}`, 'shared']);
  const answers = await Promise.all(lists.map((words) => set({ words }, ANA)));
  expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
  const events = await told();
  expect(events.map(({ aggregateversion }) => aggregateversion).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  const last = events.find(({ aggregateversion }) => aggregateversion === 6)!;
  expect(await read(ANA)).toEqual((last.data as { words: string[] }).words);
});

test.each([
  ['nothing', ['']],
  ['spaces', ['  ']],
  ['signs alone', ['...']],
  ['a word that is too long', ['x'.repeat(101)]],
  ['one that is too long once it is folded', ['ﷺ'.repeat(10)]],
  ['more than 200 words', Array.from({ length: 201 }, (_, index) => `word ${index}`)],
  ['what is no text', [7]],
])('%s is refused', async (_what, words) => {
  await set({ words: ['tea'] }, ANA);
  const { status, body } = await set({ words }, ANA);
  expect([status, body.errors[0].field]).toEqual([400, expect.stringMatching(/^words/)]);
  expect(await read(ANA)).toEqual(['tea']);
});

test('the largest allowed list is stored', async () => {
  const words = Array.from({ length: 200 }, (_, index) => `${'ß'.repeat(48)} ${String(index).padStart(3, '0')}`);
  expect((await set({ words }, ANA)).status).toBe(200);
  expect(await read(ANA)).toHaveLength(200);
});

test('an account sets words before its profile has arrived; a banned or signed-out one cannot', async () => {
  town.accounts.set('7003', account('7003'));
  expect((await set({ words: ['tea'] }, '7003')).status).toBe(200);
  expect((await set({ words: ['tea'] }, '7004')).status).toBe(404);
  await town.service.deliver(
    userBanned,
    { userId: BEN, banned: true, deactivated: false, reason: 'x' },
    { aggregateversion: 2 },
  );
  expect((await set({ words: ['tea'] }, BEN)).status).toBe(403);
  expect([(await set({ words: ['tea'] })).status, await read()]).toEqual([401, 401]);
});

test('words that were folded letter by letter are folded as a whole, in the graph and in the copies of it', async () => {
  const old = ['λογος', 'ＴＥＡ', 'tea', '\u1112\u1161\u11ab', 'مُحمد', 'ß'.repeat(60)];
  const folded = ['tea', 'ß'.repeat(60), 'λογοσ', 'محمد', '한'];
  const { manager, source } = town.database;
  await manager.query('INSERT INTO muted_words (user_id, word) VALUES ?', [old.map((word) => [ANA, word])]);
  await manager.query(
    `CREATE TABLE IF NOT EXISTS known_muted_words (user_id BIGINT PRIMARY KEY, words TEXT, version INT)`,
  );
  await manager.query('INSERT INTO known_muted_words VALUES (?, ?, 3)', [ANA, JSON.stringify(old)]);
  const runner = source.createQueryRunner();
  for (let run = 0; run < 2; run++) {
    await new MutedWordsFolded1700000001107().up(runner);
    await new KnownMutedWordsFolded1700000000402().up(runner);
    expect(await read(ANA)).toEqual(folded);
    const [copy] = await manager.query('SELECT words, version FROM known_muted_words');
    expect([JSON.parse(copy.words), Number(copy.version)]).toEqual([folded, 3]);
  }
  await runner.query('DROP TABLE known_muted_words');
  await runner.release();
});
