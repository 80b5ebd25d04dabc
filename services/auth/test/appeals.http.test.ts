import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { ModeratedTown } from './moderation-support.js';
import { type LoggedIn, PASSWORD, post, SIDECAR } from './support.js';

let town: ModeratedTown;
let ben: LoggedIn;
beforeAll(async () => {
  town = await ModeratedTown.start();
  ben = await town.person('ben');
});
afterAll(() => town.auth.service.stop());

/** Has something of somebody's removed by the moderator; answers the case's id. */
const removed = async (author: LoggedIn, text = 'harmless') => {
  const caseId = await town.claimed(town.post(author, text), ben);
  await town.decide(caseId, town.mod, { outcome: 'upheld', removeContent: true }).expect(200);
  return caseId;
};
const appeal = (by: LoggedIn, caseId: string, text = 'It was a joke.') =>
  town.call('post', 'appeals', by, { caseId, text });
const appealSanction = (code: string, text = 'I will be good.') =>
  supertest(town.auth.service.url).post('/api/v1/appeals/sanction').set(SIDECAR).send({ code, text });
const decide = (id: string, by: LoggedIn, outcome: 'upheld' | 'dismissed') =>
  town.call('put', `moderation/appeals/${id}/decision`, by, { outcome, reason: 'Looked at again.' });
const logIn = (username: string) => post(town.auth.service, 'login', { login: username, password: PASSWORD });
/** Keeps somebody out, and answers the code that was mailed to them. */
const sanction = async ({ userId, username }: LoggedIn, by: LoggedIn, kind: 'suspension' | 'ban') => {
  const body = kind === 'ban' ? { reason: 'Rude.' } : { reason: 'Rude.', days: 7 };
  await town.call('put', `auth/accounts/${userId}/${kind}`, by, body).expect(200);
  await town.auth.sendMails();
  return town.auth.postbox.codeFor(`${username}@example.org`);
};

describe('an appeal against a removal', () => {
  test('is made once, by the author, and decided by a different moderator', async () => {
    const ana = await town.person('ana');
    const caseId = await removed(ana, 'my <words>');
    await appeal(ben, caseId).expect(404);
    await appeal(ana, caseId, ' ').expect(400);
    const answers = await Promise.all([1, 2, 3].map(() => appeal(ana, caseId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const { id } = answers.find(({ status }) => status === 201)!.body;
    const { body: removals } = await town.call('get', 'appeals/removals', ana).expect(200);
    expect(removals.items).toMatchObject([
      { caseId, content: 'my <words>', reason: 'Against the rules.', appeal: { id, state: 'open' } },
    ]);
    await decide(id, ana, 'upheld').expect(403);
    await decide(id, town.mod, 'dismissed').expect(403);
    const decided = await Promise.all([decide(id, town.mod2, 'upheld'), decide(id, town.mod2, 'upheld')]);
    expect(decided.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { body: after } = await town.call('get', 'appeals/removals', ana).expect(200);
    expect(after.items[0].appeal).toMatchObject({ state: 'upheld', decisionReason: 'Looked at again.' });
    expect(JSON.stringify(after)).not.toContain('decidedBy');
    await town.auth.sendMails();
    const { html } = town.auth.postbox.newest('ana@example.org')!;
    expect(html).toContain('Your appeal was upheld: Looked at again. You may post your text again: my &lt;words&gt;');
  });

  test('is not decided by a moderator who has reported the content', async () => {
    const lena = await town.person('lena');
    const target = town.post(lena);
    await town.report(town.mod2, target).expect(201);
    const caseId = await town.claimed(target, ben);
    await town.decide(caseId, town.mod, { outcome: 'upheld', removeContent: true }).expect(200);
    const { id } = (await appeal(lena, caseId).expect(201)).body;
    const { body } = await decide(id, town.mod2, 'dismissed').expect(403);
    expect(body.detail).toBe('You have reported this: another moderator has to act on the case.');
    await decide(id, town.admin, 'dismissed').expect(200);
  });

  test.each([
    { against: 'a removal', outcome: 'upheld', state: 'overturned' },
    { against: 'a removal', outcome: 'dismissed', state: 'upheld' },
    { against: 'a suspension', outcome: 'upheld', state: 'overturned' },
    { against: 'a suspension', outcome: 'dismissed', state: 'upheld' },
  ] as const)('against $against that is $outcome leaves the report $state', async ({ against, outcome, state }) => {
    const name = `author_${against.slice(2)}_${outcome}`;
    const [author, reporter] = [await town.person(name), await town.person(`of_${name}`)];
    const caseId = await town.claimed(town.post(author), reporter);
    const own = async () => (await town.call('get', 'reports/mine', reporter).expect(200)).body.items[0];
    let id: string;
    if (against === 'a removal') {
      await town.decide(caseId, town.mod, { outcome: 'upheld', removeContent: true }).expect(200);
      id = (await appeal(author, caseId).expect(201)).body.id;
    } else {
      await town.decide(caseId, town.mod, { outcome: 'upheld', sanction: { days: 3 } }).expect(200);
      await town.auth.sendMails();
      id = (await appealSanction(town.auth.postbox.codeFor(`${name}@example.org`)).expect(201)).body.id;
    }
    const before = await own();
    expect(before.state).toBe('upheld');
    await decide(id, town.mod2, outcome).expect(200);
    const after = await own();
    expect(after.state).toBe(state);
    expect((await town.call('get', `reports/${after.id}`, reporter).expect(200)).body).toEqual(after);
    expect(after.decidedAt > before.decidedAt).toBe(state === 'overturned');
    const { body } = await town.call('get', `moderation/cases/${caseId}`, town.mod2).expect(200);
    expect([body.state, body.overturnedAt !== null]).toEqual(['upheld', state === 'overturned']);
  });

  test('is accepted for thirty days', async () => {
    const carl = await town.person('carl');
    const caseId = await removed(carl);
    const age = (days: number) =>
      town.query('UPDATE moderation_cases SET decided_at = decided_at - INTERVAL ? DAY WHERE id = ?', [days, caseId]);
    await age(30);
    await appeal(carl, caseId).expect(409);
    await age(-1);
    await appeal(carl, caseId).expect(201);
  });

  test('is about what was removed, not about what was dismissed', async () => {
    const dora = await town.person('dora');
    const caseId = await town.claimed(town.post(dora), ben);
    await appeal(dora, caseId).expect(404);
    await town.decide(caseId, town.mod, { outcome: 'dismissed' }).expect(200);
    await appeal(dora, caseId).expect(404);
    expect((await town.call('get', 'appeals/removals', dora)).body.items).toEqual([]);
  });

  test('goes with the account', async () => {
    const eva = await town.person('eva');
    const [caseId, other] = [await removed(eva), await removed(eva)];
    const { body } = await appeal(eva, caseId).expect(201);
    await town.call('delete', 'auth/me', eva, { password: PASSWORD }).expect(202);
    await decide(body.id, town.mod2, 'upheld').expect(404);
    // The access token is still valid.
    await appeal(eva, other).expect(401);
  });
});

describe('an appeal against a suspension or ban', () => {
  test('is made with the code that was mailed, and lets them in where it is upheld', async () => {
    const finn = await town.person('finn');
    const code = await sanction(finn, town.mod, 'suspension');
    await appealSanction('wrong').expect(400);
    const answers = await Promise.all([appealSanction(code), appealSanction(code)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400]);
    const { id } = answers.find(({ status }) => status === 201)!.body;
    expect((await logIn('finn').expect(403)).body.detail).toMatch(/Rude\. Your appeal has not been decided yet\.$/);
    await decide(id, town.mod, 'upheld').expect(403);
    await decide(id, town.mod2, 'upheld').expect(200);
    await logIn('finn').expect(200);
    await town.auth.sendMails();
    expect(town.auth.postbox.newest('finn@example.org')?.html).toContain('Your appeal was upheld');
  });

  test('leaves them out where it is dismissed, and is not made again', async () => {
    const gina = await town.person('gina');
    const code = await sanction(gina, town.mod, 'suspension');
    const { body } = await appealSanction(code).expect(201);
    await decide(body.id, town.mod2, 'dismissed').expect(200);
    expect((await logIn('gina').expect(403)).body.detail).toMatch(/Your appeal was dismissed: Looked at again\.$/);
    await appealSanction(code).expect(400);
  });

  test('against a ban is decided by an administrator, by the one who banned where there is no other', async () => {
    const hugo = await town.person('hugo');
    const { body } = await appealSanction(await sanction(hugo, town.admin, 'ban')).expect(201);
    await decide(body.id, town.mod2, 'upheld').expect(403);
    const other = await town.person('admin2', ['admin']);
    await decide(body.id, town.admin, 'upheld').expect(403);
    await town.query('DELETE FROM user_roles WHERE user_id = ?', [other.userId]);
    await decide(body.id, town.admin, 'upheld').expect(200);
    await logIn('hugo').expect(200);
  });

  test('says nothing against a later decision', async () => {
    const ida = await town.person('ida');
    const { body } = await appealSanction(await sanction(ida, town.mod, 'suspension')).expect(201);
    await sanction(ida, town.admin, 'ban');
    await decide(body.id, town.mod2, 'upheld').expect(200);
    expect((await logIn('ida').expect(403)).body.detail).toBe('This account is banned: Rude.');
  });

  test('is refused once the sanction is lifted', async () => {
    const jan = await town.person('jan');
    const code = await sanction(jan, town.mod, 'suspension');
    await town.call('delete', `auth/accounts/${jan.userId}/sanction`, town.mod, { reason: 'A mistake.' }).expect(204);
    await appealSanction(code).expect(409);
  });
});

describe('the queue of appeals', () => {
  test('is for moderators, and goes by state and kind', async () => {
    const kira = await town.person('kira');
    await appeal(kira, await removed(kira)).expect(201);
    const list = (query: string, by = town.mod2) => town.call('get', `moderation/appeals?${query}`, by);
    await list('', kira).expect(403);
    const open = (await list('kind=removal').expect(200)).body.items;
    expect(open.at(-1)).toMatchObject({ userId: kira.userId, text: 'It was a joke.', judgedBy: town.mod.userId });
    expect(open.every((one: { state: string }) => one.state === 'open')).toBe(true);
    const first = (await list('state=upheld&limit=1').expect(200)).body;
    const second = (await list(`state=upheld&limit=1&cursor=${first.nextCursor}`).expect(200)).body;
    expect(first.items[0].id).not.toBe(second.items[0].id);
    const ofSanctions = (await list('state=upheld&kind=sanction').expect(200)).body.items;
    expect(ofSanctions.every((one: { kind: string }) => one.kind === 'sanction')).toBe(true);
    expect(ofSanctions.length).toBeGreaterThan(0);
  });

  test('leaves its decisions in the audit log', async () => {
    const { body } = await town.call('get', 'auth/audit-log?action=appeal.upheld', town.admin).expect(200);
    expect(body.items[0]).toMatchObject({ details: { reason: 'Looked at again.' } });
  });
});
