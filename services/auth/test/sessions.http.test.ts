import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestService } from '@townsquare/kit/testing';
import { decodeJwt } from 'jose';
import supertest from 'supertest';
import { type LoggedIn, logIn, newPerson, PASSWORD, post, SIDECAR, startAuth } from './support.js';

let service: TestService;
let ana: LoggedIn;
beforeAll(async () => {
  service = await startAuth();
  ana = await newPerson(service, 'ana');
});
afterAll(() => service.stop());

const get = (path: string, headers: Record<string, string>) => supertest(service.url).get(path).set(headers);
const me = (token: string) => get('/api/v1/auth/me', { ...SIDECAR, authorization: `Bearer ${token}` });
const refresh = (refreshToken: string) => post(service, 'refresh', { refreshToken });

describe('a log-in', () => {
  test.each(['an\u00e1', 'ana\u200b', 'a\u0000na', '\uff41na'])(
    'is not by a name that only looks like one: %j',
    async (login) => {
      await post(service, 'login', { login, password: PASSWORD }).expect(401);
      await post(service, 'login', { login: ' ANA ', password: PASSWORD }).expect(200);
    },
  );
});

describe('sessions', () => {
  test('are listed page by page, also those that began in the same millisecond', async () => {
    const bea = await newPerson(service, 'bea');
    for (let more = 0; more < 4; more++) await logIn(service, 'bea');
    await service.database.manager.query(
      `UPDATE refresh_sessions SET created_at = '2026-01-01 00:00:00.000' WHERE user_id = ?`,
      [bea.userId],
    );
    const seen: { id: string; current: boolean }[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor ? `&cursor=${cursor}` : '';
      const { body } = await get(`/api/v1/auth/sessions?limit=2${query}`, bea.headers).expect(200);
      seen.push(...body.items);
      cursor = body.nextCursor;
    } while (cursor);
    expect(seen).toHaveLength(5);
    expect(new Set(seen.map((session) => session.id)).size).toBe(5);
    expect(seen.filter((session) => session.current)).toHaveLength(1);
    await get('/api/v1/auth/sessions?cursor=nonsense', bea.headers).expect(400);
    await get('/api/v1/auth/sessions', SIDECAR).expect(401);
  });

  test('can be ended all at once, but for the one that asks', async () => {
    const cleo = await newPerson(service, 'cleo');
    const others = [await logIn(service, 'cleo'), await logIn(service, 'cleo')];
    const end = (headers: Record<string, string>, body: object = { password: PASSWORD }) =>
      supertest(service.url).delete('/api/v1/auth/sessions').set(headers).send(body);
    await end(SIDECAR).expect(401);
    await end(cleo.headers, {}).expect(400);
    await end(cleo.headers, { password: 'not the right one' }).expect(403);
    for (const other of others) await me(other.accessToken).expect(200);
    await end(cleo.headers).expect(204);
    for (const other of others) {
      await me(other.accessToken).expect(401);
      await refresh(other.refreshToken).expect(401);
    }
    await refresh(cleo.refreshToken).expect(200);
    await me(ana.accessToken).expect(200);
  });

  test('end after 180 days, however often they are used', async () => {
    const { refreshToken, accessToken } = await logIn(service, 'ana');
    const sessionId = decodeJwt(accessToken).sid;
    await service.database.manager.query(
      'UPDATE refresh_sessions SET created_at = UTC_TIMESTAMP(3) - INTERVAL 179 DAY WHERE id = ?',
      [sessionId],
    );
    await refresh(refreshToken).expect(200);
    const [{ hours }] = await service.database.manager.query(
      'SELECT MAX(TIMESTAMPDIFF(HOUR, UTC_TIMESTAMP(3), expires_at)) AS hours FROM refresh_tokens WHERE session_id = ? AND used_at IS NULL',
      [sessionId],
    );
    expect(Number(hours)).toBe(23);
  });

  test('leave no refresh token behind that could bring them back', async () => {
    const dana = await newPerson(service, 'dana');
    const statement = 'DELETE FROM refresh_sessions WHERE user_id = ?';
    // As if a refresh had been under way while the session was being ended.
    await service.database.manager.query(statement, [dana.userId]);
    await refresh(dana.refreshToken).expect(401);
  });

  test('can be ended one by one, by their owner only', async () => {
    const carl = await newPerson(service, 'carl');
    const other = await logIn(service, 'carl');
    const id = decodeJwt(other.accessToken).sid as string;
    const end = (headers: Record<string, string>, sessionId = id, password = PASSWORD) =>
      supertest(service.url).delete(`/api/v1/auth/sessions/${sessionId}`).set(headers).send({ password });
    await end(ana.headers).expect(404);
    await end(SIDECAR).expect(401);
    await end(carl.headers, 'x').expect(400);
    await end(carl.headers, id, 'not the right one').expect(403);
    await me(other.accessToken).expect(200);
    await end(carl.headers).expect(204);
    await refresh(other.refreshToken).expect(401);
    await refresh(carl.refreshToken).expect(200);
    await end(carl.headers).expect(404);
  });
});

describe('a session that has ended', () => {
  const ended = async (query = '') => {
    const { body } = await get(`/internal/ended-sessions${query}`, service.fromService('feed')).expect(200);
    return body as { sessionIds: string[]; asOf: string };
  };
  const sessionIdOf = ({ accessToken }: LoggedIn) => decodeJwt(accessToken).sid as string;

  test.each([
    ['by logging out', (one: LoggedIn) => post(service, 'logout', { refreshToken: one.refreshToken }).expect(204)],
    ['by its owner', (one: LoggedIn) => endByOwner(one).expect(204)],
    ['with the account', (one: LoggedIn) => remove(one).expect(202)],
  ])('%s is not let in with its access token either, and the others are told', async (how, end) => {
    const dora = await newPerson(service, `dora_${how.length}`);
    await me(dora.accessToken).expect(200);
    const { asOf } = await ended();
    await end(dora);
    await me(dora.accessToken).expect(401);
    expect((await ended()).sessionIds).toContain(sessionIdOf(dora));
    expect((await ended(`?since=${asOf}`)).sessionIds).toContain(sessionIdOf(dora));
  });

  test('is not among the live sessions, nor is one that has expired or never was', async () => {
    const [fay, out] = [await newPerson(service, 'fay'), await logIn(service, 'fay')];
    const expired = await logIn(service, 'fay');
    await post(service, 'logout', { refreshToken: out.refreshToken }).expect(204);
    const past = 'UPDATE refresh_sessions SET expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE id = ?';
    await service.database.manager.query(past, [sessionIdOf(expired)]);
    const ids = [...[fay, out, expired].map(sessionIdOf), '999999999'].join(',');
    const live = (query: string, headers: Record<string, string>) =>
      get(`/internal/live-sessions?ids=${query}`, headers);
    const { body } = await live(ids, service.fromService('notification')).expect(200);
    expect(body).toEqual({ sessionIds: [sessionIdOf(fay)] });
    await live(ids, service.fromService('feed')).expect(403);
    await live(ids, fay.headers).expect(403);
    await live('x', service.fromService('notification')).expect(400);
  });

  test('is listed while its access tokens may be valid, and only for services', async () => {
    const eva = await newPerson(service, 'eva');
    await post(service, 'logout', { refreshToken: eva.refreshToken });
    const past = 'UPDATE ended_sessions SET ended_at = ended_at - INTERVAL 1 MINUTE WHERE session_id = ?';
    await service.database.manager.query(past, [sessionIdOf(eva)]);
    const { sessionIds, asOf } = await ended();
    expect(sessionIds).toContain(sessionIdOf(eva));
    expect((await ended(`?since=${asOf}`)).sessionIds).not.toContain(sessionIdOf(eva));
    const [{ seconds }] = await service.database.manager.query(
      'SELECT MIN(TIMESTAMPDIFF(SECOND, ended_at, expires_at)) AS seconds FROM ended_sessions',
    );
    const { iat, exp } = decodeJwt(eva.accessToken);
    expect(Number(seconds)).toBeGreaterThanOrEqual(exp! - iat!);
    expect(Number(seconds)).toBeGreaterThanOrEqual(600);
    await get('/internal/ended-sessions', eva.headers).expect(403);
    await get('/internal/ended-sessions?since=yesterday', service.fromService('feed')).expect(400);
  });

  test('a password change ends the others, and leaves the one that made it', async () => {
    const fred = await newPerson(service, 'fred');
    const other = await logIn(service, 'fred');
    const change = { currentPassword: PASSWORD, newPassword: 'a long walk by the sea' };
    await supertest(service.url).put('/api/v1/auth/me/password').set(fred.headers).send(change).expect(204);
    await me(other.accessToken).expect(401);
    await me(fred.accessToken).expect(200);
    const { sessionIds } = await ended();
    expect(sessionIds).toContain(sessionIdOf(other));
    expect(sessionIds).not.toContain(sessionIdOf(fred));
  });

  const endByOwner = (one: LoggedIn) =>
    supertest(service.url)
      .delete(`/api/v1/auth/sessions/${sessionIdOf(one)}`)
      .set(one.headers)
      .send({ password: PASSWORD });
  const remove = (one: LoggedIn) =>
    supertest(service.url).delete('/api/v1/auth/me').set(one.headers).send({ password: PASSWORD });
});
