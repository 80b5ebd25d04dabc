import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deleteExpired } from '../src/data/expired-rows.js';
import { MAX_REPORTS_A_DAY } from '../src/moderation/domain/report-rules.js';
import { ModeratedTown } from './moderation-support.js';
import { type LoggedIn, PASSWORD } from './support.js';

let town: ModeratedTown;
let ana: LoggedIn;
let ben: LoggedIn;
beforeAll(async () => {
  town = await ModeratedTown.start();
  ana = await town.person('ana');
  ben = await town.person('ben');
});
afterAll(() => town.auth.service.stop());

const count = async (table: string) => Number((await town.query(`SELECT COUNT(*) AS found FROM ${table}`))[0].found);

describe('reporting', () => {
  test('stores what the reporter saw, and returns the report', async () => {
    const target = town.post(ana, 'buy gold now');
    const { body } = await town.report(ben, target, { note: ' Again! ' }).expect(201);
    expect(body).toMatchObject({ target, reason: 'spam', note: 'Again!', state: 'open', decidedAt: null });
    town.auth.reportables.show(target, { authorId: ana.userId, text: 'hello' });
    const { body: found } = await town.call('get', `moderation/cases/${await town.caseOf(target)}`, town.mod);
    expect(found.reportList).toMatchObject([{ reporterId: ben.userId, content: 'buy gold now', note: 'Again!' }]);
  });

  test('of one thing by several people makes one case', async () => {
    const target = town.post(ana);
    const reporters = await Promise.all(['rita', 'rolf', 'rosa'].map((name) => town.person(name)));
    await Promise.all(reporters.map((by) => town.report(by, target).expect(201)));
    const { body } = await town.call('get', `moderation/cases/${await town.caseOf(target)}`, town.mod).expect(200);
    expect(body).toMatchObject({ reports: 3, authorId: ana.userId, state: 'open' });
    expect(body.reportList).toHaveLength(3);
  });

  test('twice is refused while the first report is open, and changes nothing', async () => {
    const target = town.post(ana);
    const answers = await Promise.all([1, 2, 3].map(() => town.report(ben, target)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const { body } = await town.call('get', `moderation/cases/${await town.caseOf(target)}`, town.mod);
    expect(body.reports).toBe(1);
  });

  test('returns the same response for the same Idempotency-Key', async () => {
    const target = town.post(ana);
    const send = () => town.report(ben, target).set('idempotency-key', 'report-1').expect(201);
    expect((await send()).body).toEqual((await send()).body);
  });

  test('what one does not see, or is one’s own, is refused', async () => {
    const target = town.post(ana);
    const before = await count('reports');
    await town.report(ana, target).expect(403);
    town.auth.reportables.hide(target);
    await town.report(ben, target).expect(404);
    await town.report({ ...ben, headers: { 'dapr-api-token': 'test-app-token' } }, target).expect(401);
    const other = town.post(ana);
    await town.report(ben, other, { reason: 'dislike' }).expect(400);
    await town.report(ben, other, { note: 'x'.repeat(1001) }).expect(400);
    await town.report(ben, other, { note: 'a\0b' }).expect(400);
    await town.report(ben, other, { reason: 'other', note: '\u200b\u2800' }).expect(400);
    await town.report(ben, other, { state: 'upheld' }).expect(400);
    await town.report(ben, other, { reason: 'other', note: ' ' }).expect(400);
    await town.report(ben, { type: 'media' as never, id: '1' }).expect(400);
    expect(await count('reports')).toBe(before);
  });

  test('is limited for each person, also of reports at once', async () => {
    const eager = await town.person('eager');
    const targets = Array.from({ length: MAX_REPORTS_A_DAY + 3 }, () => town.post(ana));
    const answers = await Promise.all(targets.map((target) => town.report(eager, target)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(3);
    expect(refused[0]!.headers['retry-after']).toBe('3600');
    await town.query('UPDATE reports SET created_at = created_at - INTERVAL 1 DAY WHERE reporter_id = ?', [
      eager.userId,
    ]);
    await town.report(eager, town.post(ana)).expect(201);
  });
});

describe('one’s own reports', () => {
  test('are listed page by page, the newest first, and only for their reporter', async () => {
    const carl = await town.person('carl');
    const ids: string[] = [];
    for (let index = 0; index < 3; index++) ids.unshift((await town.report(carl, town.post(ana))).body.id);
    const { body: first } = await town.call('get', 'reports/mine?limit=2', carl).expect(200);
    const { body: rest } = await town.call('get', `reports/mine?limit=2&cursor=${first.nextCursor}`, carl).expect(200);
    expect([...first.items, ...rest.items].map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(rest.nextCursor).toBeNull();
    await town.call('get', `reports/${ids[0]}`, carl).expect(200);
    await town.call('get', `reports/${ids[0]}`, ben).expect(404);
    await town.call('get', `reports/${ids[0]}`, town.mod).expect(404);
  });

  test('say what became of them, and not who decided', async () => {
    const dora = await town.person('dora');
    const target = town.post(ana);
    const caseId = await town.claimed(target, dora);
    await town.decide(caseId, town.mod, { outcome: 'dismissed' }).expect(200);
    const { body } = await town.call('get', 'reports/mine', dora);
    expect(body.items).toMatchObject([{ target, state: 'dismissed', decidedAt: expect.any(String) }]);
    expect(JSON.stringify(body)).not.toContain('Against the rules.');
    expect(Object.keys(body.items[0])).not.toContain('decidedBy');
    // Decided is decided: what is reported anew is a new case.
    await town.report(dora, target).expect(201);
  });
});

describe('a deleted account', () => {
  test('leaves no text behind, and nothing to decide', async () => {
    const eva = await town.person('eva');
    const target = town.post(eva, 'words of eva');
    await town.report(ben, target, { note: 'about eva' }).expect(201);
    await town.report(eva, town.post(ana), { note: 'by eva' }).expect(201);
    const caseId = await town.caseOf(target);
    await town.call('delete', 'auth/me', eva, { password: PASSWORD }).expect(202);
    const kept = JSON.stringify(await town.query('SELECT * FROM reports'));
    for (const text of ['words of eva', 'about eva', 'by eva']) expect(kept).not.toContain(text);
    const { body } = await town.call('get', `moderation/cases/${caseId}`, town.mod).expect(200);
    expect(body).toMatchObject({ state: 'dismissed', decidedBy: null, decisionReason: 'The account was deleted.' });
    await town.report(ben, target).expect(404);
  });
});

test('what is decided is forgotten after a year, and what is open is not', async () => {
  const open = town.post(ana);
  await town.report(ben, open).expect(201);
  const decided = await town.claimed(town.post(ana), ben);
  await town.decide(decided, town.mod, { outcome: 'dismissed' }).expect(200);
  const letPass = async (days: number) => {
    for (const table of ['reports', 'moderation_cases'])
      await town.query(`UPDATE ${table} SET expires_at = expires_at - INTERVAL ? DAY`, [days]);
    await deleteExpired(town.auth.service.database.manager);
  };
  const reportsOn = async (caseId: string) =>
    (await town.query('SELECT id FROM reports WHERE case_id = ?', [caseId])).length;
  await letPass(364);
  expect(await reportsOn(decided)).toBe(1);
  await letPass(1);
  expect(await reportsOn(decided)).toBe(0);
  await town.call('get', `moderation/cases/${decided}`, town.mod).expect(404);
  expect(await reportsOn(await town.caseOf(open))).toBe(1);
});
