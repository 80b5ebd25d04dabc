import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { JwksTokenVerifier } from '@townsquare/kit';
import type { TestService } from '@townsquare/kit/testing';
import { decodeProtectedHeader } from 'jose';
import supertest from 'supertest';
import { AccessTokens } from '../src/identity/keys/access-tokens.js';
import { KeyRing } from '../src/identity/keys/key-ring.js';
import { SecretBox } from '../src/identity/keys/secret-box.js';
import { BOX, newPerson, post, SIDECAR, startAuth } from './support.js';

const RULES = { issuer: 'townsquare', audience: 'townsquare' };
const CALLER = { userId: '7', roles: ['user' as const], sessionId: '1' };

let service: TestService;
let keys: KeyRing;
beforeEach(async () => {
  service = await startAuth();
  keys = new KeyRing(service.database, BOX, 0);
});
afterEach(() => service.stop());

/** Makes every key older, as if that much time had gone by. */
const letPass = (interval: string) =>
  service.database.manager.query(`UPDATE signing_keys SET created_at = created_at - INTERVAL ${interval}`);
const published = async () => (await keys.publicKeys()).keys.map(({ kid }) => kid);
const kidOf = (token: string) => decodeProtectedHeader(token).kid;

describe('keys that sign access tokens', () => {
  test('change after a month while tokens stay valid, and are deleted when their tokens have expired', async () => {
    const tokens = new AccessTokens(keys, RULES);
    const verifier = new JwksTokenVerifier(() => keys.publicKeys(), RULES);
    const before = await tokens.issue(CALLER);
    await keys.rotateWhenDue();
    expect(await published()).toEqual([kidOf(before)]);

    await letPass('30 DAY');
    await keys.rotateWhenDue();
    const [next, old] = await published();
    expect(old).toBe(kidOf(before));
    // It is only announced, until all can know it.
    expect(kidOf(await tokens.issue(CALLER))).toBe(old);

    await letPass('5 MINUTE');
    const after = await tokens.issue(CALLER);
    expect(kidOf(after)).toBe(next);
    await verifier.verify(before);
    await keys.rotateWhenDue();
    expect(await published()).toEqual([next, old]);

    await letPass('15 MINUTE');
    await keys.rotateWhenDue();
    expect(await published()).toEqual([next]);
  });

  test('can be replaced at once, and then the tokens of the old keys are refused, but no session ends', async () => {
    const { headers, refreshToken } = await newPerson(service, 'ana');
    const me = (authorization = headers.authorization!) =>
      supertest(service.url)
        .get('/api/v1/auth/me')
        .set({ ...SIDECAR, authorization });
    await me().expect(200);
    await keys.replaceAll();
    expect(await published()).toHaveLength(1);
    // Another instance, which has not kept what it knew.
    const fresh = new JwksTokenVerifier(() => keys.publicKeys(), RULES);
    await expect(fresh.verify(headers.authorization!.slice(7))).rejects.toMatchObject({ code: 'unauthenticated' });
    await post(service, 'refresh', { refreshToken }).expect(200);
  });

  test('are made once, however many instances find that it is time', async () => {
    await letPass('30 DAY');
    const before = (await published()).length;
    await Promise.all(Array.from({ length: 5 }, () => new KeyRing(service.database, BOX).rotateWhenDue()));
    expect(await published()).toHaveLength(before + 1);
  });

  test('are of no use without the secret that they are encrypted with', async () => {
    const stolen = new KeyRing(service.database, new SecretBox(Buffer.alloc(32, 8).toString('base64')));
    await expect(stolen.signingKey()).rejects.toThrow();
  });
});
