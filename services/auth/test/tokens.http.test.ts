import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import type { TestService } from '@townsquare/kit/testing';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import supertest from 'supertest';
import { type LoggedIn, logIn, newPerson, post, SIDECAR, startAuth } from './support.js';

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

/** Moves the first use of every used token into the past, as if that many seconds had gone by. */
const letPass = (seconds: number) =>
  service.database.manager.query('UPDATE refresh_tokens SET used_at = used_at - INTERVAL ? SECOND', [seconds]);

describe('POST /auth/login', () => {
  test('by username or e-mail, in any case, gives a token that names the person, their roles and the session', async () => {
    for (const login of ['ANA', ' ana@EXAMPLE.org ']) {
      const { body } = await post(service, 'login', { login, password: 'correct horse battery' }).expect(200);
      expect(body).toMatchObject({ userId: ana.userId, tokenType: 'Bearer', expiresIn: 600 });
      const claims = decodeJwt(body.accessToken);
      expect(claims).toMatchObject({ sub: ana.userId, iss: 'townsquare', aud: 'townsquare', roles: ['user'] });
      expect(claims.sid).toMatch(/^\d+$/);
      expect(claims.exp! - claims.iat!).toBe(600);
    }
  });

  test('returns the same response for a wrong password and an unknown account', async () => {
    const wrong = await post(service, 'login', { login: 'ana', password: 'wrong horse' }).expect(401);
    const unknown = await post(service, 'login', { login: 'nobody', password: 'wrong horse' }).expect(401);
    const comparable = ({ body: { requestId: _id, ...body } }: { body: Record<string, unknown> }) => body;
    expect(comparable(wrong)).toEqual(comparable(unknown));
    expect(wrong.body.code).toBe('invalid_credentials');
  });

  test.each([
    ['login', { login: '', password: 'x' }],
    ['password', { login: 'ana' }],
    ['otp', { login: 'ana', password: 'x', otp: '1' }],
  ])('refuses a wrong %s', async (field, body) => {
    const answer = await post(service, 'login', body).expect(400);
    expect(answer.body.errors[0].field).toBe(field);
  });

  test('renews a hash that was made with weaker parameters', async () => {
    const { userId } = await newPerson(service, 'early');
    const weak = await hash('correct horse battery', { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    const keep = (passwordHash: string) =>
      service.database.manager.query('UPDATE users SET password_hash = ? WHERE id = ?', [passwordHash, userId]);
    const kept = async () => {
      const [row] = await service.database.manager.query('SELECT password_hash FROM users WHERE id = ?', [userId]);
      return row.password_hash as string;
    };
    await keep(weak);
    await post(service, 'login', { login: 'early', password: 'wrong' }).expect(401);
    expect(await kept()).toBe(weak);
    await logIn(service, 'early');
    expect(await kept()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await logIn(service, 'early');
  });

  test('is refused to an account that is banned, and so is a refresh', async () => {
    const banned = await newPerson(service, 'banned');
    await service.database.manager.query(`UPDATE users SET status = 'banned' WHERE username = 'banned'`);
    await post(service, 'login', { login: 'banned', password: 'correct horse battery' }).expect(403);
    await refresh(banned.refreshToken).expect(401);
  });
});

describe('access tokens', () => {
  test('are checked against the published keys, which hold no private part', async () => {
    const { body } = await get('/.well-known/jwks.json', SIDECAR).expect(200);
    expect(body.keys).toHaveLength(1);
    expect(body.keys[0]).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' });
    expect(body.keys[0]).not.toHaveProperty('d');
    expect(decodeProtectedHeader(ana.accessToken)).toMatchObject({ alg: 'EdDSA', kid: body.keys[0].kid });
    await me(ana.accessToken).expect(200);
  });

  test.each([
    ['garbage', async () => 'abc.def.ghi'],
    ['one that another key signed', async () => (await service.tokens.bearer(ana.userId)).slice(7)],
    ['one whose signature was cut', async () => ana.accessToken.slice(0, -4)],
    ['one that says it needs no signature', async () => unsigned()],
    ['one with the public key as a shared secret', async () => signedWithPublicKey()],
  ])('%s is refused', async (_case, token) => {
    const { body } = await me(await token()).expect(401);
    expect(body.code).toBe('unauthenticated');
  });

  test('an expired token, and one for another audience, are refused', async () => {
    const verify = (claims: object) => tokenOfService(claims).then((token) => me(token));
    expect((await verify({})).status).toBe(200);
    expect((await verify({ exp: 1 })).status).toBe(401);
    expect((await verify({ aud: 'elsewhere' })).status).toBe(401);
    expect((await verify({ iss: 'elsewhere' })).status).toBe(401);
  });

  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = () => `${encode({ alg: 'none' })}.${encode(decodeJwt(ana.accessToken))}.`;
  const signedWithPublicKey = async () => {
    const { body } = await get('/.well-known/jwks.json', SIDECAR);
    const header = { alg: 'HS256', kid: body.keys[0].kid };
    return new SignJWT(decodeJwt(ana.accessToken))
      .setProtectedHeader(header)
      .sign(Buffer.from(body.keys[0].x, 'base64url'));
  };
});

/** A token with the service's own key and claims of the test's choice. */
async function tokenOfService(claims: object): Promise<string> {
  const { KeyRing } = await import('../src/identity/keys/key-ring.js');
  const { BOX } = await import('./support.js');
  const { kid, privateKey } = await new KeyRing(service.database, BOX).signingKey();
  return new SignJWT({ ...decodeJwt(ana.accessToken), ...claims })
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .sign(privateKey);
}

describe('POST /auth/refresh', () => {
  test('rotates the token; each new one works, and only its digest is kept', async () => {
    let { refreshToken } = await logIn(service, 'ana');
    for (let round = 0; round < 3; round++) {
      const { body } = await refresh(refreshToken).expect(200);
      expect(body.refreshToken).not.toBe(refreshToken);
      await me(body.accessToken).expect(200);
      refreshToken = body.refreshToken;
    }
    const rows = await service.database.manager.query('SELECT * FROM refresh_tokens');
    expect(JSON.stringify(rows)).not.toContain(refreshToken);
  });

  test('a token that is used again later ends its whole session, and no other', async () => {
    const other = await logIn(service, 'ana');
    const { refreshToken: stolen } = await logIn(service, 'ana');
    const second = (await refresh(stolen).expect(200)).body.refreshToken;
    const third = (await refresh(second).expect(200)).body.refreshToken;
    await letPass(11);
    await refresh(stolen).expect(401);
    await refresh(third).expect(401);
    await refresh(other.refreshToken).expect(200);
  });

  test('two refreshes at the same moment both succeed, and the session goes on', async () => {
    const { refreshToken } = await logIn(service, 'ana');
    const answers = await Promise.all([refresh(refreshToken), refresh(refreshToken)]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    for (const { body } of answers) await refresh(body.refreshToken).expect(200);
  });

  test('refuses garbage and what has expired', async () => {
    await refresh('garbage').expect(401);
    await post(service, 'refresh', {}).expect(400);
    const { refreshToken } = await logIn(service, 'ana');
    await service.database.manager.query('UPDATE refresh_tokens SET expires_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND');
    await refresh(refreshToken).expect(401);
  });
});

describe('POST /auth/logout', () => {
  test('ends the session by any of its tokens, and returns the same response again', async () => {
    const { refreshToken } = await logIn(service, 'ana');
    const next = (await refresh(refreshToken)).body.refreshToken;
    await post(service, 'logout', { refreshToken }).expect(204);
    await refresh(next).expect(401);
    await post(service, 'logout', { refreshToken }).expect(204);
    await post(service, 'logout', { refreshToken: 'garbage' }).expect(204);
    await post(service, 'logout', {}).expect(400);
  });
});
