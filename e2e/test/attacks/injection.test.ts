import { randomBytes, randomInt } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import * as fixtures from '../../support/fixtures.js';
import { filled, type Operation, operations } from '../../support/operations.js';
import { PAYLOADS, UNPAIRED } from '../../support/payloads.js';
import { type Json, Person } from '../../support/person.js';
import { town } from '../../support/town.js';

/** No payload may make the town sleep, count or search for long. A busy machine needs some of it. */
const LIMIT_MS = 8_000;

let owner: Person;
let attacker: Person;
let ids: Record<string, string>;
let readable: Operation[];
/** Stands in a private post, of which the attacker may learn nothing. */
const secret = `secret${randomBytes(6).toString('hex')}`;

beforeAll(async () => {
  [owner, attacker] = await Promise.all([Person.join('owner'), Person.join('attacker')]);
  const comment = await fixtures.comment(owner);
  ids = { ...comment, userId: owner.userId, notificationId: '7', sessionId: '7', mediaId: '7' };
  const hidden = await owner.post('/posts', { content: `${secret} #${secret}`, isPrivate: true });
  expect(hidden.status).toBe(201);
  await eventually(
    () => owner.get(`/search?q=${secret}`),
    (answer) => answer.body.items.length > 0,
    'its author finds the private post',
  );
  readable = (await operations()).filter(({ method }) => method === 'GET');
});

/** An address of the network that is kept for tests. */
const someAddress = () => `198.18.${randomInt(256)}.${randomInt(256)}`;

interface Asked {
  status: number;
  text: string;
  took: number;
}

async function ask(path: string, query = ''): Promise<Asked> {
  const started = Date.now();
  const headers = { authorization: `Bearer ${attacker.accessToken}` };
  const answer = await fetch(`${town.gatewayUrl}${path}${query}`, { headers });
  return { status: answer.status, text: await answer.text(), took: Date.now() - started };
}

/** Asks with the payload as one parameter, with what else is needed for it to get as far as it can. */
async function attempts(path: string, { name, in: where }: Operation['parameters'][0], payload: string) {
  if (where === 'path') return [await ask(filled(path, { ...ids, [name]: payload.slice(0, 3_000) }))];
  const given = `${name}=${encodeURIComponent(payload).slice(0, 12_000)}`;
  const isSearch = path.endsWith('/search');
  if (name === 'q' && isSearch) {
    return Promise.all(['posts', 'people', 'hashtags'].map((type) => ask(path, `?type=${type}&${given}`)));
  }
  return [await ask(filled(path, ids), isSearch ? `?q=bread&${given}` : `?${given}`)];
}

/** What is wrong with a response to a reader who must learn nothing. */
function faultOf({ status, text, took }: Asked): string | undefined {
  if (status >= 500) return `${status}: ${text}`;
  // An error says again what was asked for, never what there is.
  if (status < 400 && text.includes(secret)) return `tells the secret: ${text}`;
  if (/SQL syntax|QueryFailed|search_phase_execution|mysql|elastic/i.test(text)) return `tells of its parts: ${text}`;
  return took > LIMIT_MS ? `took ${took} ms` : undefined;
}

describe.each(PAYLOADS.map((payload) => [JSON.stringify(payload).slice(0, 60), payload]))('%s', (_shown, payload) => {
  test('in every parameter of every operation that reads', async () => {
    const faults: string[][] = [];
    for (const { name, path, parameters } of readable) {
      for (const parameter of parameters.filter((one) => one.in !== 'header')) {
        for (const asked of await attempts(path, parameter, payload)) {
          const fault = faultOf(asked);
          if (fault) faults.push([name, parameter.name, fault]);
        }
      }
    }
    expect(faults).toEqual([]);
  });

  test('as a user name and a password does not sign in', async () => {
    for (const body of [
      { login: payload, password: payload },
      { login: owner.username, password: payload },
      { login: `${owner.username}${payload}`, password: owner.password },
      { login: { $ne: null }, password: { $ne: null } },
    ]) {
      // Guesses are counted against an address, which is not to be the one that all tests log in from.
      const { status } = await Person.stranger.post('/auth/login', body, { 'x-forwarded-for': someAddress() });
      expect([body, [400, 401, 413].includes(status)]).toEqual([body, true]);
    }
  });
});

/**
 * A text as the rule for what people write takes it: composed, and with a direction that it leaves open closed at its end.
 * Undefined where the rule refuses it, for a control character.
 */
function asTaken(text: string): string | undefined {
  if (/[^\P{Cc}\t\n\r]/u.test(text)) return undefined;
  return text.normalize('NFC') + (text.includes('\u202e') ? '\u202c' : '');
}

describe('a text that is written', () => {
  test.each(PAYLOADS.filter((payload) => payload.length < 500).map((payload) => [JSON.stringify(payload), payload]))(
    '%s is stored as a text or refused, and has no other effect',
    async (_shown, payload) => {
      const content = `a ${payload} z`;
      const taken = asTaken(content);
      const post = await attacker.post('/posts', { content });
      const profile = await attacker.patch('/profiles/me', { bio: content });
      if (taken === undefined) {
        expect([post.status, post.body.errors?.[0]?.field]).toEqual([400, 'content']);
        expect([profile.status, profile.body.errors?.[0]?.field]).toEqual([400, 'bio']);
        return;
      }
      expect([post.status, post.body.content]).toEqual([201, taken]);
      expect((await attacker.get(`/posts/${post.body.id}`)).body.content).toBe(taken);
      const comment = await attacker.post(`/posts/${post.body.id}/comments`, { content });
      expect([comment.status, comment.body.content]).toEqual([201, taken]);
      expect([profile.status, profile.body.bio]).toEqual([200, taken]);
    },
  );

  test('an unpaired surrogate causes no 5xx', async () => {
    const post = await attacker.post('/posts', { content: UNPAIRED });
    expect([201, 400]).toContain(post.status);
    if (post.status === 201) expect((await attacker.get(`/posts/${post.body.id}`)).status).toBe(200);
    expect((await attacker.patch('/profiles/me', { bio: UNPAIRED })).status).toBeLessThan(500);
    expect(
      (
        await Person.stranger.post(
          '/auth/login',
          { login: UNPAIRED, password: UNPAIRED },
          { 'x-forwarded-for': someAddress() },
        )
      ).status,
    ).toBe(401);
  });

  test('markup is escaped in HTML responses', async () => {
    const word = `markup${randomBytes(4).toString('hex')}`;
    await attacker.post('/posts', { content: `${word} <img src=x onerror=alert(1)>` });
    const { body } = await eventually(
      () => owner.get(`/search?q=${word}`),
      (answer) => answer.body.items.length > 0,
      'the post is found',
    );
    expect(body.items[0].highlight).toContain(`<mark>${word}</mark>`);
    expect(body.items[0].highlight).not.toContain('<img');
  });
});

describe('a cursor', () => {
  let foreign: string;
  let lists: Operation[];
  beforeAll(async () => {
    await fixtures.post(owner);
    foreign = (await owner.get(`/users/${owner.userId}/posts?limit=1`)).body.nextCursor;
    lists = readable.filter(
      ({ parameters, path }) => parameters.some(({ name }) => name === 'cursor') && !isModerators(path),
    );
  });

  const isModerators = (path: string) => path.includes('/audit-log') || path.includes('/moderation/');

  test.each<[string, (good: string) => string]>([
    ['of another list', (good) => good],
    ['with its last part changed', (good) => `${good.slice(0, -3)}AAA`],
    ['cut short', (good) => good.slice(0, 8)],
    ['that is a statement', () => Buffer.from("abcdef.0.1 OR 1=1 -- '").toString('base64url')],
    ['with numbers that no row has', () => Buffer.from('abcdef.-1.99999999999999999999999').toString('base64url')],
    ['that is JSON', () => Buffer.from('{"after":[1,"x"]}').toString('base64url')],
    ['that is nothing', () => ''],
    ['of a list in base64 with other letters', (good) => `${good}==\u00e4`],
  ])('%s is refused by every list', async (_name, forge) => {
    expect(lists.length).toBeGreaterThan(5);
    const cursor = encodeURIComponent(forge(foreign));
    const answers: Json[] = [];
    for (const { name, path } of lists) {
      const own = path === '/api/v1/users/{userId}/posts' && forge(foreign) === foreign;
      if (own) continue;
      const query = path.endsWith('/search') ? '?q=bread&' : '?';
      const { status, text } = await ask(filled(path, { ...ids, tag: 'bread' }), `${query}cursor=${cursor}`);
      answers.push([name, status, JSON.parse(text).code]);
    }
    expect(answers).toEqual(answers.map(([name]) => [name, 400, expect.stringMatching(/^invalid_(cursor|request)$/)]));
  });
});
