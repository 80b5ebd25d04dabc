import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../support/browser.js';
import { Person } from '../../support/person.js';
import { WebBrowser } from '../../support/web-page.js';

// The browser may have to be installed.
jest.setTimeout(300_000);

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

const ATTACK = '<img src=x onerror="window.attacked=1"><script>window.attacked=1</script>';

test('markup in every field that people write is shown as text and runs nothing', async () => {
  const eve = await Person.join('Eve', `Eve ${ATTACK}`.slice(0, 100));
  await eve.patch('/profiles/me', { bio: `${ATTACK} bio` });
  const post = await eve.post('/posts', {
    content: `${ATTACK} bread javascript:alert(1) #<b>tag</b> [a](javascript:1)`,
  });
  await eve.post(`/posts/${post.body.id}/comments`, { content: `${ATTACK} comment` });
  const user = await WebBrowser.open(browser, eve);
  for (const path of [
    '/',
    `/posts/${post.body.id}`,
    `/people/${eve.username}`,
    '/settings/profile',
    `/search?q=${encodeURIComponent(ATTACK)}`,
  ]) {
    const page = await user.visit(path);
    await page.getByRole('main').getByText('onerror').first().waitFor({ state: 'attached' });
    expect([path, await page.locator('main img[src="x"], main script').count()]).toEqual([path, 0]);
    expect([path, await page.locator('a[href^="javascript:" i]').count()]).toEqual([path, 0]);
    expect([path, await page.evaluate(() => 'attacked' in window)]).toEqual([path, false]);
    await page.close();
  }
  expect(user.complaints).toEqual([]);
  await user.close();
});

test('a log-in leads back to pages of this site alone', async () => {
  const ana = await Person.join('Ana');
  for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)']) {
    const user = await WebBrowser.open(browser);
    const page = await user.visit(`/login?next=${encodeURIComponent(next)}`);
    await page.getByLabel('Username or e-mail address').fill(ana.username);
    await page.getByLabel('Password').fill(ana.password);
    await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Home' }).waitFor();
    expect([next, new URL(page.url()).pathname]).toEqual([next, '/']);
    await user.close();
  }
});
