import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../support/browser.js';
import { Person } from '../../support/person.js';
import { postWith, WebBrowser } from '../../support/web-page.js';

// The browser may have to be installed.
jest.setTimeout(300_000);

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

const MOST_STEPS = 80;

/** Presses Tab until the focus is on what has this name. */
async function tabTo(page: Page, name: string): Promise<void> {
  const nameOfFocus = () =>
    page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null;
      return element?.getAttribute('aria-label') ?? element?.labels?.[0]?.textContent ?? element?.textContent;
    });
  const passed: (string | null | undefined)[] = [];
  for (let step = 0; step < MOST_STEPS; step++) {
    await page.keyboard.press('Tab');
    passed.push(await nameOfFocus());
    if (passed.at(-1)?.trim() === name) return;
  }
  throw new Error(`Tab does not reach "${name}": ${passed.join(', ')}`);
}

test('a person logs in, writes, reacts and comments with the keyboard alone', async () => {
  const ana = await Person.join('Ana');
  const user = await WebBrowser.open(browser);
  const page = await user.visit('/login');
  await page.getByRole('heading', { name: 'Log in' }).waitFor();

  await tabTo(page, 'Username or e-mail address');
  await page.keyboard.type(ana.username);
  await tabTo(page, 'Password');
  await page.keyboard.type(ana.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Home' }).waitFor();

  await tabTo(page, 'Write a post');
  await page.keyboard.type('Written without a mouse');
  await tabTo(page, 'Post');
  await page.keyboard.press('Enter');
  await postWith(page, 'Written without a mouse').waitFor();

  await tabTo(page, 'React');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitemradio', { name: 'Like' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Your reaction: Love' }).waitFor();

  await tabTo(page, 'Comment');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Write a comment' }).waitFor();
  await tabTo(page, 'Write a comment');
  await page.keyboard.type('Nor was this');
  await tabTo(page, 'Comment');
  await page.keyboard.press('Enter');
  await page.getByRole('article', { name: 'Comment by Ana' }).waitFor();

  expect(user.complaints).toEqual([]);
  await user.close();
});
