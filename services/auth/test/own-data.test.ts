import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ownData } from '../src/data-download/reading/own-data.js';
import { ModeratedTown } from './moderation-support.js';
import type { LoggedIn } from './support.js';

let town: ModeratedTown;
let ana: LoggedIn;
let ben: LoggedIn;

/** Ben reports three posts of Ana, of which one is removed and appealed for; then she is suspended twice. */
beforeAll(async () => {
  town = await ModeratedTown.start();
  [ana, ben] = [await town.person('ana'), await town.person('ben')];
  const caseId = await town.claimed(town.post(ana, 'my words'), ben);
  await town.decide(caseId, town.mod, { outcome: 'upheld', removeContent: true }).expect(200);
  await town.call('post', 'appeals', ana, { caseId, text: 'It was a joke.' }).expect(201);
  for (const text of ['other words', 'more words']) await town.report(ben, town.post(ana, text)).expect(201);
  const sanction = (days: number) =>
    town.call('put', `auth/accounts/${ana.userId}/suspension`, town.mod, { reason: `For ${days} days.`, days });
  await sanction(1).expect(200);
  await sanction(2).expect(200);
});
afterAll(() => town.auth.service.stop());

/** What auth stores of an account of one kind, in pages of one. */
async function held(kind: keyof ReturnType<typeof ownData>, { userId }: LoggedIn): Promise<object[]> {
  const read = ownData({ database: town.auth.service.database })[kind];
  const items: object[] = [];
  let page = await read(userId, { limit: 1 });
  items.push(...page.items);
  while (page.nextCursor !== null) {
    page = await read(userId, { limit: 1, cursor: page.nextCursor });
    items.push(...page.items);
  }
  return items;
}

test('the download tells people what was decided about them, and not by whom', async () => {
  const removals = await held('removals', ana);
  expect(removals).toMatchObject([{ content: 'my words', reason: 'Against the rules.', appeal: { state: 'open' } }]);
  const appeals = await held('appeals', ana);
  expect(appeals).toMatchObject([{ kind: 'removal', text: 'It was a joke.', state: 'open', decidedAt: null }]);
  const sanctions = await held('sanctions', ana);
  expect(sanctions).toMatchObject([
    { kind: 'suspension', reason: 'For 2 days.', liftedAt: null },
    { kind: 'suspension', reason: 'For 1 days.', liftedAt: expect.any(String) },
  ]);
  const told = JSON.parse(JSON.stringify([removals, appeals, sanctions])).flat();
  for (const thing of told)
    expect(Object.keys(thing)).not.toEqual(expect.arrayContaining([expect.stringMatching(/By$/)]));
});

test('the download has the reports of the reporter, and not those about the person', async () => {
  expect(await held('reports', ben)).toMatchObject([
    { state: 'open', reason: 'spam' },
    { state: 'open', reason: 'spam' },
    { state: 'upheld', reason: 'spam' },
  ]);
  expect(await held('reports', ana)).toEqual([]);
  for (const kind of ['removals', 'appeals', 'sanctions'] as const) expect(await held(kind, ben)).toEqual([]);
});

test('the download has the present sessions, without anything that gives access', async () => {
  const sessions = await held('sessions', ben);
  expect(sessions).toHaveLength(1);
  expect(Object.keys(sessions[0]!).sort()).toEqual(['createdAt', 'expiresAt', 'id', 'lastUsedAt', 'userAgent']);
});
