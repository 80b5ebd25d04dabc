import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../support/browser.js';
import { Person } from '../../support/person.js';
import { WebBrowser } from '../../support/web-page.js';

// The browser may have to be installed.
jest.setTimeout(300_000);

let browser: Browser;
let ana: Person;
beforeAll(async () => {
  [browser, ana] = await Promise.all([openBrowser(), Person.join('Ana')]);
});
afterAll(() => browser?.close());

test('no token is where a script could find it later', async () => {
  const user = await WebBrowser.open(browser, ana);
  const page = await user.visit('/');
  await page.getByRole('heading', { name: 'Home' }).waitFor();
  const kept = await page.evaluate(() =>
    JSON.stringify({ ...localStorage, ...sessionStorage, cookie: document.cookie }),
  );
  expect(kept).not.toMatch(/eyJ/);
  expect(kept).not.toContain('townsquare_refresh');
  const [cookie] = await user.context.cookies(`${new URL(page.url()).origin}/api/v1/auth/refresh`);
  expect(cookie).toMatchObject({ name: 'townsquare_refresh', httpOnly: true, sameSite: 'Strict' });
  await user.close();
});

test('a log-out in one tab logs the other out', async () => {
  const user = await WebBrowser.open(browser, ana);
  const [left, right] = [await user.visit('/'), await user.visit('/settings/sessions')];
  await left.getByRole('heading', { name: 'Home' }).waitFor();
  await right.getByRole('button', { name: 'Log out' }).click();
  await left.getByRole('heading', { name: 'A calm place to read, write and talk.' }).waitFor();
  await user.close();
});

test('a page of the account asks a visitor to log in, and comes back to where they were going', async () => {
  const user = await WebBrowser.open(browser);
  const page = await user.visit('/settings/mutes');
  await page.getByLabel('Username or e-mail address').fill(ana.username);
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
  await page.getByText('The name or the password is wrong.').waitFor();
  expect(await page.getByLabel('Username or e-mail address').inputValue()).toBe(ana.username);
  await page.getByLabel('Password').fill(ana.password);
  await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { name: 'Muted words' }).waitFor();
  await user.close();
});

test('the client speaks the language of the browser', async () => {
  const user = await WebBrowser.open(browser, ana, { locale: 'de-CH' });
  const page = await user.visit('/');
  await page.getByRole('heading', { name: 'Start' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  await user.close();
});

test('a page waits for a town that is away, and shows its content once it is back', async () => {
  const user = await WebBrowser.open(browser, ana);
  const page = await user.visit('/');
  await page.getByRole('heading', { name: 'Home' }).waitFor();
  let isAway = true;
  await page.route(/\/api\/v1\/notifications(\?|$)/, (route) => (isAway ? route.abort() : route.continue()));
  await page.getByRole('link', { name: /^Notifications/ }).click();
  await page.getByText('The town cannot be reached.').waitFor();
  isAway = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Nothing new').waitFor();
  await user.close();
});
