import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ACCESS_TOKEN_SECONDS } from '@townsquare/contracts';
import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import pino from 'pino';
import { EndedSessions } from '../src/auth/ended-sessions.js';
import { JwksTokenVerifier } from '../src/auth/token-verifier.js';

const RULES = { issuer: 'townsquare', audience: 'townsquare' };
const silent = pino({ level: 'silent' });

/** A signing key of the owner. */
async function newKey(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA');
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' };
  const sign = (sid: string) =>
    new SignJWT({ sid, roles: ['user'] })
      .setProtectedHeader({ alg: 'EdDSA', kid })
      .setSubject('7')
      .setIssuer(RULES.issuer)
      .setAudience(RULES.audience)
      .setExpirationTime('10m')
      .sign(privateKey);
  return { jwk, sign };
}

/** The owner of the keys and sessions. */
class Owner {
  published: JSONWebKeySet = { keys: [] };
  ended: string[] = [];
  asked: (string | undefined)[] = [];
  isAway = false;

  keys = async () => {
    if (this.isAway) throw new Error('away');
    return this.published;
  };

  sessions = async (since: string | undefined) => {
    if (this.isAway) throw new Error('away');
    this.asked.push(since);
    return { sessionIds: this.ended, asOf: `2026-01-01T00:00:0${this.asked.length}.000Z` };
  };
}

let owner: Owner;
beforeEach(() => {
  owner = new Owner();
});

describe('a token of a session that has ended', () => {
  test('is refused once the verifier knows of the end, and tokens of other sessions are not', async () => {
    const { jwk, sign } = await newKey('one');
    owner.published = { keys: [jwk] };
    const ended = new EndedSessions(owner.sessions, silent);
    const verifier = new JwksTokenVerifier(owner.keys, RULES, ended);
    const [first, second] = [await sign('1'), await sign('2')];
    expect(await verifier.verify(first)).toMatchObject({ userId: '7', sessionId: '1' });
    owner.ended = ['1'];
    await ended.refresh();
    await expect(verifier.verify(first)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(verifier.verify(await sign('1'))).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await verifier.verify(second)).toMatchObject({ sessionId: '2' });
  });

  test('sessions are fetched since the last time, and each is received once', async () => {
    const ended = new EndedSessions(owner.sessions, silent);
    const told: string[][] = [];
    ended.onEnded((sessionIds) => told.push(sessionIds));
    owner.ended = ['1'];
    await ended.refresh();
    owner.ended = ['1', '2'];
    await ended.refresh();
    await ended.refresh();
    expect(told).toEqual([['1'], ['2']]);
    expect(owner.asked).toEqual([undefined, '2026-01-01T00:00:01.000Z', '2026-01-01T00:00:02.000Z']);
  });

  test('is still refused while the owner is unavailable, and forgotten when no token of it can be valid', async () => {
    jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    try {
      const ended = new EndedSessions(owner.sessions, silent);
      owner.ended = ['1'];
      await ended.refresh();
      owner.isAway = true;
      await expect(ended.refresh()).rejects.toThrow('away');
      expect(ended.has('1')).toBe(true);
      owner.isAway = false;
      owner.ended = [];
      jest.setSystemTime(15 * 60_000);
      await ended.refresh();
      expect(ended.has('1')).toBe(true);
      jest.setSystemTime(30 * 60_000);
      await ended.refresh();
      expect(ended.has('1')).toBe(false);
    } finally {
      jest.useRealTimers();
    }
  });
});

test('an ended session is remembered for as long as an access token of it can be valid', async () => {
  jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  try {
    const ended = new EndedSessions(owner.sessions, silent);
    const endedAt = new Map<string, number>();
    // Every half minute of two hours another one ends, so one of them ends at the worst moment.
    for (let now = 0; now < 2 * 3600; now += 30) {
      jest.setSystemTime(now * 1000);
      owner.ended = [`${now}`];
      endedAt.set(`${now}`, now);
      await ended.refresh();
      for (const [sessionId, at] of endedAt) {
        if (now - at <= ACCESS_TOKEN_SECONDS)
          expect([sessionId, now, ended.has(sessionId)]).toEqual([sessionId, now, true]);
        else endedAt.delete(sessionId);
      }
    }
  } finally {
    jest.useRealTimers();
  }
});

describe('keys that change', () => {
  test('a token with a new key is accepted at once', async () => {
    const [old, fresh] = [await newKey('old'), await newKey('fresh')];
    owner.published = { keys: [old.jwk] };
    const verifier = new JwksTokenVerifier(owner.keys, RULES);
    await verifier.verify(await old.sign('1'));
    owner.published = { keys: [fresh.jwk, old.jwk] };
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 6_000);
    await verifier.verify(await fresh.sign('1'));
    await verifier.verify(await old.sign('1'));
    jest.restoreAllMocks();
  });

  test('a key that is no longer published is refused after five minutes at most', async () => {
    const [old, fresh] = [await newKey('old'), await newKey('fresh')];
    owner.published = { keys: [old.jwk] };
    const verifier = new JwksTokenVerifier(owner.keys, RULES);
    const [known, other] = [await old.sign('1'), await old.sign('2')];
    await verifier.verify(known);
    owner.published = { keys: [fresh.jwk] };
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 5 * 60_000 + 1_000);
    await expect(verifier.verify(other)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(verifier.verify(known)).rejects.toMatchObject({ code: 'unauthenticated' });
    jest.restoreAllMocks();
  });

  test('the known keys stay valid while the owner is unavailable', async () => {
    const { jwk, sign } = await newKey('one');
    owner.published = { keys: [jwk] };
    const verifier = new JwksTokenVerifier(owner.keys, RULES);
    await verifier.verify(await sign('1'));
    owner.isAway = true;
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 5 * 60_000 + 1_000);
    await verifier.verify(await sign('2'));
    jest.restoreAllMocks();
  });
});
