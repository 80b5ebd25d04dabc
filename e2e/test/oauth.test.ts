import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { AuthorizationServer } from '@townsquare/authorization-server';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { type Answer, Person } from '../support/person.js';
import { startSignInServer } from '../support/sign-in-server.js';
import { town } from '../support/town.js';

// The browser may have to be installed.
jest.setTimeout(300_000);

let server: AuthorizationServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startSignInServer(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** An app in which a user signs in, by a browser that shows the code. */
class App {
  readonly #verifier = randomBytes(32).toString('base64url');

  /** Goes from the town to the provider's page. */
  async begin(context: BrowserContext, provider: string): Promise<Page> {
    const page = await context.newPage();
    const codeChallenge = createHash('sha256').update(this.#verifier).digest('base64url');
    await page.goto(`${town.gatewayUrl}/api/v1/auth/providers/${provider}?codeChallenge=${codeChallenge}`);
    expect(new URL(page.url()).origin).toBe(server.issuer);
    return page;
  }

  /** The whole way by hand: the provider's pages to log in and to consent, and back to the town; returns the code. */
  async codeFor(login: string, provider: string): Promise<string> {
    const context = await browser.newContext();
    const page = await this.begin(context, provider);
    await page.fill('input[name=login]', login);
    await page.fill('input[name=password]', 'any');
    await page.click('button[type=submit]');
    await page.click('button:has-text("Continue")');
    const code = await page.textContent('code');
    expect([new URL(page.url()).origin, await page.title()]).toEqual([town.gatewayUrl, 'Townsquare: signed in']);
    await context.close();
    return code!;
  }

  /** What the code is exchanged for, or linked with. */
  give(person: Person, path: string, code: string, more: object = {}): Promise<Answer> {
    return person.post(path, { code, codeVerifier: this.#verifier, ...more });
  }
}

describe('signing in with a provider, in a browser', () => {
  test('offers the providers with credentials', async () => {
    const { body } = await Person.stranger.get('/auth/providers');
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual(['google', 'github']);
  });

  test('creates an account that every service accepts', async () => {
    const login = `nora-${randomBytes(4).toString('hex')}`;
    server.people.set(login, { name: 'Nora Østby', email: `${login}@example.org`, emailVerified: true });
    const app = new App();
    const code = await app.codeFor(login, 'google');
    const { status, body } = await app.give(Person.stranger, '/auth/login/provider', code);
    expect(status).toBe(200);
    const authorization = `Bearer ${body.accessToken}`;
    const profile = async () => {
      const answer = await fetch(`${town.gatewayUrl}/api/v1/profiles/me`, { headers: { authorization } });
      return { status: answer.status, body: (await answer.json()) as { fullName?: string } };
    };
    const shown = await eventually(profile, (answer) => answer.status === 200, 'the profile of who has signed in');
    expect(shown.body.fullName).toBe('Nora Østby');
    expect((await app.give(Person.stranger, '/auth/login/provider', code)).status).toBe(400);
  });

  test('leads to the linked account', async () => {
    const olaf = await Person.join('olaf');
    const login = `${olaf.username}-there`;
    server.people.set(login, { name: 'Olaf', email: `${login}@example.org`, emailVerified: true });
    const linking = new App();
    const proof = { password: olaf.password };
    const linked = await linking.give(olaf, '/auth/me/identities', await linking.codeFor(login, 'github'), proof);
    expect(linked.status).toBe(201);
    const app = new App();
    const { body } = await app.give(Person.stranger, '/auth/login/provider', await app.codeFor(login, 'github'));
    expect(body.userId).toBe(olaf.userId);
  });

  test('ends in the browser in which it began, and in no other', async () => {
    const [one, other] = [await browser.newContext(), await browser.newContext()];
    const asked = one.waitForEvent('request', (request) => request.url().startsWith(`${server.issuer}/authorize?`));
    const page = await new App().begin(one, 'google');
    const state = new URL((await asked).url()).searchParams.get('state');
    const callback = `${town.gatewayUrl}/api/v1/auth/providers/google/callback?state=${state}&code=any`;
    const answer = await (await other.newPage()).goto(callback);
    expect([answer?.status(), await answer?.json()]).toEqual([400, expect.objectContaining({ code: 'invalid_token' })]);
    // The browser that began can still come back with a refusal.
    const back = page.waitForResponse((response) => response.url().startsWith(town.gatewayUrl));
    await page.click('a:has-text("Cancel")');
    const own = await back;
    expect([own.status(), await own.json()]).toEqual([403, expect.objectContaining({ code: 'forbidden' })]);
    await Promise.all([one.close(), other.close()]);
  });
});
