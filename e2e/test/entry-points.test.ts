import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WRONG_GUESS_HEADER } from '@townsquare/kit';
import { eventually } from '../support/eventually.js';
import { LANGUAGES, OutsideSubscriber } from '../support/outside-subscriber.js';
import { Person } from '../support/person.js';
import { appUrl, sidecarUrl, tokensOf } from '../support/sidecars.js';
import { town } from '../support/town.js';

let ana: Person;

beforeAll(async () => {
  ana = await Person.join('ana', 'Ana Silva');
});

describe("the gateway's sidecar, as a Dapr-enabled ingress calls it", () => {
  const invoke = (path: string, init: RequestInit = {}) =>
    fetch(`${sidecarUrl('gateway')}/v1.0/invoke/gateway/method${path}`, {
      ...init,
      headers: { ...init.headers, 'dapr-api-token': tokensOf('gateway').daprApiToken },
    });

  test('returns what the gateway itself returns, for tokens and errors too', async () => {
    const authorization = `Bearer ${ana.accessToken}`;
    const me = await invoke('/api/v1/profiles/me', { headers: { authorization } });
    expect(me.status).toBe(200);
    expect(await me.json()).toMatchObject({ username: ana.username });
    const signedOut = await invoke('/api/v1/profiles/me');
    expect(signedOut.status).toBe(401);
    expect(signedOut.headers.get('content-type')).toContain('application/problem+json');
  });

  test('accepts a write', async () => {
    const answer = await invoke('/api/v1/posts', {
      method: 'POST',
      headers: { authorization: `Bearer ${ana.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ content: 'Through the ingress' }),
    });
    expect(answer.status).toBe(201);
  });

  test('refuses a caller without its token', async () => {
    const answer = await fetch(`${sidecarUrl('gateway')}/v1.0/invoke/gateway/method/healthz`);
    expect(answer.status).toBe(401);
  });
});

test('the gateway receives the header of a wrong guess through the sidecars, and does not forward it', async () => {
  const guess = (url: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ login: ana.username, password: 'guessed' }),
    });
  const heard = await guess(`${sidecarUrl('gateway')}/v1.0/invoke/auth/method`, {
    'dapr-api-token': tokensOf('gateway').daprApiToken,
  });
  expect([heard.status, heard.headers.get(WRONG_GUESS_HEADER)]).toEqual([401, '1']);
  const told = await guess(town.gatewayUrl);
  expect([told.status, told.headers.get(WRONG_GUESS_HEADER)]).toEqual([401, null]);
});

describe('an address that is not public', () => {
  test.each([
    ['/internal/posts?ids=1', 404],
    ['/events/post.created', 404],
    ['/dapr/subscribe', 404],
    ['/INTERNAL/posts?ids=1', 404],
    ['/Metrics', 404],
    // The sidecar would decode this into a path outside the API.
    ['/api/v1/posts/..%2f..%2f..%2finternal/posts?ids=1', 404],
  ])('the gateway has no %s', async (path, status) => {
    const authorization = `Bearer ${ana.accessToken}`;
    const answer = await fetch(`${town.gatewayUrl}${path}`, { headers: { authorization } });
    expect(answer.status).toBe(status);
  });

  test('a service refuses every caller but its own sidecar', async () => {
    const authorization = `Bearer ${ana.accessToken}`;
    const call = (token: string) =>
      fetch(`${appUrl('post')}/internal/posts?ids=1`, {
        headers: { authorization, 'dapr-api-token': token, 'dapr-caller-app-id': 'feed' },
      });
    expect((await call('guessed')).status).toBe(401);
    expect((await call(tokensOf('gateway').appApiToken)).status).toBe(401);
  });

  test("a sidecar refuses another service's token", async () => {
    const answer = await fetch(`${sidecarUrl('post')}/v1.0/metadata`, {
      headers: { 'dapr-api-token': tokensOf('gateway').daprApiToken },
    });
    expect(answer.status).toBe(401);
  });
});

describe.each(LANGUAGES)('an outside program in %s that subscribes with HTTP and the JSON Schema alone', (language) => {
  let subscriber: OutsideSubscriber;
  beforeAll(async () => {
    subscriber = await OutsideSubscriber.start(language);
  });
  afterAll(() => subscriber?.stop());

  test('receives a public post, and prints none that is private', async () => {
    const word = `heard-${language}-${Date.now()}`;
    const hidden = await ana.post('/posts', { content: `${word} whispered`, isPrivate: true });
    const shown = await ana.post('/posts', { content: `${word} aloud` });
    expect([hidden.status, shown.status]).toEqual([201, 201]);
    await eventually(
      async () => subscriber.printed,
      (text) => text.includes(`${word} aloud`),
      `the ${language} program receives the post`,
    );
    expect(subscriber.printed).not.toContain('whispered');
  });
});
