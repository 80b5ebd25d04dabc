import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportRemovals } from '@townsquare/contracts';
import { publishedEvents } from '@townsquare/kit/testing';
import supertest from 'supertest';
import type { ReportTarget } from '../src/moderation/clients/reportables.js';
import { ModeratedTown } from './moderation-support.js';
import type { LoggedIn } from './support.js';

let town: ModeratedTown;
let ana: LoggedIn;
let ben: LoggedIn;
beforeAll(async () => {
  town = await ModeratedTown.start();
  ana = await town.person('ana');
  ben = await town.person('ben');
});
afterAll(() => town.auth.service.stop());

const removals = async (caseId: string) =>
  (await publishedEvents(town.auth.service.database, 'content.removed')).filter(({ subject }) => subject === caseId);
const actionsOn = async (subject: LoggedIn) => {
  const { body } = await town.call('get', `auth/audit-log?subjectId=${subject.userId}`, town.admin).expect(200);
  return body.items.map(({ action, actorId }: { action: string; actorId: string }) => [action, actorId]).reverse();
};
const claim = (caseId: string, by: LoggedIn) => town.call('put', `moderation/cases/${caseId}/claim`, by);

describe('the queue', () => {
  test('is for moderators and administrators', async () => {
    await town.report(ben, town.post(ana)).expect(201);
    for (const path of ['moderation/cases', 'moderation/cases/1']) {
      await town.call('get', path, ben).expect(403);
      await town.call('get', path, { headers: { 'dapr-api-token': 'test-app-token' } }).expect(401);
      await town.call('get', path, town.mod).expect(200);
      await town.call('get', path, town.admin).expect(200);
    }
    await claim('1', ben).expect(403);
    await town.decide('1', ben, { outcome: 'dismissed' }).expect(403);
    await town.call('delete', 'moderation/cases/1/claim', ben).expect(403);
    for (const path of ['claim', 'decision']) {
      const body = path === 'claim' ? undefined : { outcome: 'dismissed', reason: 'x' };
      await town.call('put', `moderation/cases/999999/${path}`, town.mod, body).expect(404);
    }
    await town.call('get', 'moderation/cases/999999', town.mod).expect(404);
  });

  test('is filtered, searched and read page by page, the longest waiting first', async () => {
    const finn = await town.person('finn');
    const posts = [town.post(finn, 'one 100% sure'), town.post(finn, 'two'), town.post(finn, 'three')];
    const person: ReportTarget = { type: 'user', id: finn.userId };
    town.auth.reportables.show(person, { authorId: finn.userId });
    const reports = [{ note: 'a_b' }, { reason: 'hate' }, {}] as const;
    for (const [index, post] of posts.entries()) await town.report(ben, post, reports[index]).expect(201);
    await town.report(ben, person, { reason: 'impersonation' }).expect(201);
    const targets = async (query: string, limit = 100) => {
      const path = `moderation/cases?authorId=${finn.userId}&limit=${limit}&${query}`;
      const { body } = await town.call('get', path, town.mod).expect(200);
      return { ids: body.items.map((one: { target: ReportTarget }) => one.target.id), next: body.nextCursor };
    };
    const all = [...posts, person].map(({ id }) => id);
    expect((await targets('')).ids).toEqual(all);
    const first = await targets('', 3);
    expect([...first.ids, ...(await targets(`cursor=${first.next}`, 3)).ids]).toEqual(all);
    expect((await targets('targetType=user')).ids).toEqual([person.id]);
    expect((await targets('reason=hate')).ids).toEqual([posts[1]!.id]);
    expect((await targets('q=THREE')).ids).toEqual([posts[2]!.id]);
    // What stands for anything in a pattern is looked for as it is.
    expect((await targets(`q=${encodeURIComponent('0%')}`)).ids).toEqual([posts[0]!.id]);
    expect((await targets('q=a_b')).ids).toEqual([posts[0]!.id]);
    expect((await targets('q=a_c')).ids).toEqual([]);
    expect((await targets('openedBefore=2020-01-01T00:00:00.000Z')).ids).toEqual([]);
    await claim(await town.caseOf(posts[1]!), town.mod2).expect(200);
    expect((await targets(`claimedBy=${town.mod2.userId}`)).ids).toEqual([posts[1]!.id]);
    expect((await targets('state=upheld')).ids).toEqual([]);
    await town.call('get', 'moderation/cases?cursor=nonsense', town.mod).expect(400);
  });

  test.each(['about them', 'reported by them'] as const)('leaves a case %s to other moderators', async (how) => {
    const target = town.post(how === 'about them' ? town.mod2 : ana);
    await town.report(how === 'about them' ? ben : town.mod2, target).expect(201);
    const caseId = await town.caseOf(target);
    const path = `moderation/cases/${caseId}`;
    const attempts = {
      look: () => town.call('get', path, town.mod2),
      image: () => town.call('get', `${path}/reports/1/image`, town.mod2),
      claim: () => claim(caseId, town.mod2),
      release: () => town.call('delete', `${path}/claim`, town.mod2),
      decide: () => town.decide(caseId, town.mod2, { outcome: 'dismissed' }),
    };
    const refused = async () => {
      for (const [name, attempt] of Object.entries(attempts)) {
        const { status, body } = await attempt();
        expect([name, status, body.detail]).toEqual([name, 403, expect.stringContaining('another moderator')]);
      }
    };
    await refused();
    // Not even one who holds it, as somebody did who claimed it before there was this rule.
    await town.query(
      'UPDATE moderation_cases SET claimed_by = ?, claimed_until = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR WHERE id = ?',
      [town.mod2.userId, caseId],
    );
    await refused();
    await town.query('UPDATE moderation_cases SET claimed_by = NULL WHERE id = ?', [caseId]);
    await claim(caseId, town.admin).expect(200);
    await town.decide(caseId, town.admin, { outcome: 'dismissed' }).expect(200);
  });

  test('has a case again whose moderator reports it too', async () => {
    const target = town.post(ana);
    const caseId = await town.claimed(target, ben, town.mod2);
    await town.report(town.mod2, target).expect(201);
    await claim(caseId, town.mod).expect(200);
  });

  test('hides from a moderator who has reported them', async () => {
    const target = town.post(town.mod2);
    await town.report(ben, target).expect(201);
    const caseId = await town.caseOf(target);
    await town.call('get', `moderation/cases/${caseId}`, town.mod2).expect(403);
    await claim(caseId, town.mod2).expect(403);
    const { body } = await claim(caseId, town.mod).expect(200);
    expect(body.claimedBy).toBe(town.mod.userId);
  });
});

describe('a claim', () => {
  test('leaves the case to one of those who try at once', async () => {
    const target = town.post(ana);
    await town.report(ben, target).expect(201);
    const caseId = await town.caseOf(target);
    const answers = await Promise.all([town.mod, town.mod2, town.admin].map((by) => claim(caseId, by)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  test('ends by itself, or when it is given back, and is needed to decide', async () => {
    const caseId = await town.claimed(town.post(ana), ben);
    await town.decide(caseId, town.mod2, { outcome: 'dismissed' }).expect(409);
    await town.call('delete', `moderation/cases/${caseId}/claim`, town.mod2).expect(409);
    await town.query('UPDATE moderation_cases SET claimed_until = UTC_TIMESTAMP(3) WHERE id = ?', [caseId]);
    await town.decide(caseId, town.mod, { outcome: 'dismissed' }).expect(409);
    await claim(caseId, town.mod2).expect(200);
    await town.call('delete', `moderation/cases/${caseId}/claim`, town.mod2).expect(204);
    await claim(caseId, town.mod).expect(200);
    await town.decide(caseId, town.mod, { outcome: 'dismissed' }).expect(200);
    await claim(caseId, town.mod).expect(409);
  });
});

describe('a decision', () => {
  test('that removes content reaches its service and its author once', async () => {
    const gina = await town.person('gina');
    const target = town.post(gina, 'spam');
    const caseId = await town.claimed(target, ben);
    const decide = () => town.decide(caseId, town.mod, { outcome: 'upheld', removeContent: true });
    const answers = await Promise.all([decide(), decide(), decide()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(answers.find(({ status }) => status === 200)!.body).toMatchObject({
      state: 'upheld',
      removed: true,
      decidedBy: town.mod.userId,
      decisionReason: 'Against the rules.',
      claimedBy: null,
    });
    expect(await removals(caseId)).toMatchObject([{ data: { caseId, target, authorId: gina.userId } }]);
    await town.auth.sendMails();
    expect(town.auth.postbox.newest('gina@example.org')?.html).toContain('Your post was removed: Against the rules.');
    expect(await actionsOn(gina)).toEqual([
      ['case.claimed', town.mod.userId],
      ['content.removed', town.mod.userId],
      ['case.upheld', town.mod.userId],
    ]);
    expect((await town.call('get', 'reports/mine?limit=1', ben)).body.items[0].state).toBe('upheld');
    const exported = (appId: string) =>
      supertest(town.auth.service.url)
        .get(exportRemovals.path)
        .query({ after: String(BigInt(caseId) - 1n) })
        .set(town.auth.service.fromService(appId));
    expect((await exported('notification').expect(200)).body).toEqual({
      items: [{ caseId, target, authorId: gina.userId, at: expect.any(String) }],
      next: null,
    });
    await exported('feed').expect(403);
  });

  test('that sanctions the author takes effect, and a ban needs an administrator', async () => {
    const hugo = await town.person('hugo');
    const caseId = await town.claimed(town.post(hugo), ben);
    const upheld = (days: number | null) => ({ outcome: 'upheld', sanction: { days } });
    await town.decide(caseId, town.mod, upheld(null)).expect(403);
    await town.decide(caseId, town.mod, upheld(31)).expect(403);
    await town.call('get', 'auth/me', hugo).expect(200);
    await town.decide(caseId, town.mod, upheld(3)).expect(200);
    await town.call('get', 'auth/me', hugo).expect(401);
    expect(await removals(caseId)).toEqual([]);
    const again = await town.claimed(town.post(hugo), ben, town.admin);
    const { body } = await town.call('get', `moderation/cases/${again}`, town.admin).expect(200);
    expect(body.sanctions).toMatchObject([{ kind: 'suspension', reason: 'Against the rules.' }]);
    await town.decide(again, town.admin, { ...upheld(null), removeContent: true }).expect(200);
    expect(await removals(again)).toHaveLength(1);
  });

  test('has to fit', async () => {
    const caseId = await town.claimed(town.post(ana), ben);
    for (const decision of [
      { outcome: 'upheld' },
      { outcome: 'dismissed', removeContent: true },
      { outcome: 'dismissed', sanction: { days: 1 } },
      { outcome: 'upheld', sanction: { days: 0 } },
      { outcome: 'upheld', removeContent: true, reason: ' ' },
    ])
      await town.decide(caseId, town.mod, decision).expect(400);
    const person: ReportTarget = { type: 'user', id: ana.userId };
    town.auth.reportables.show(person, { authorId: ana.userId });
    const about = await town.claimed(person, ben);
    await town.decide(about, town.mod, { outcome: 'upheld', removeContent: true }).expect(400);
  });

  test('about a moderator is for administrators', async () => {
    const target = town.post(town.mod2);
    const caseId = await town.claimed(target, ben);
    await town.decide(caseId, town.mod, { outcome: 'upheld', removeContent: true }).expect(403);
    expect(await removals(caseId)).toEqual([]);
  });
});

describe('the audit log', () => {
  test('has every look at what was not public, and is filtered by action and time', async () => {
    const ida = await town.person('ida');
    const target = town.post(ida, 'for friends', true);
    await town.report(ben, target).expect(201);
    await town.call('get', `moderation/cases/${await town.caseOf(target)}`, town.mod2).expect(200);
    expect(await actionsOn(ida)).toEqual([['case.viewed', town.mod2.userId]]);
    const list = async (query: string) =>
      (await town.call('get', `auth/audit-log?subjectId=${ida.userId}&${query}`, town.admin).expect(200)).body.items;
    expect(await list('action=case.viewed')).toHaveLength(1);
    expect(await list('action=case.claimed')).toEqual([]);
    expect(await list('since=2020-01-01T00:00:00.000Z')).toHaveLength(1);
    expect(await list('until=2020-01-01T00:00:00.000Z')).toEqual([]);
    await town.call('get', 'auth/audit-log?action=nonsense', town.admin).expect(400);
  });
});
