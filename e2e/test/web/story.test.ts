import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../support/browser.js';
import { png } from '../../support/image.js';
import { codeIn } from '../../support/inbox.js';
import { postWith, WebBrowser } from '../../support/web-page.js';

// The browser may have to be installed.
jest.setTimeout(300_000);

const PASSWORD = 'a long walk by the sea';
const suffix = randomBytes(4).toString('hex');

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

/** Opens an account by hand. */
async function register(name: string): Promise<{ user: WebBrowser; page: Page; username: string }> {
  const user = await WebBrowser.open(browser);
  const username = `${name.toLowerCase()}_${suffix}`;
  const page = await user.visit('/register');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('E-mail address').fill(`${username}@example.org`);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('main').getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Home' }).waitFor();
  return { user, page, username };
}

test('two people register, follow, write, react, are notified live, and part again', async () => {
  const [ana, ben] = [await register('Ana'), await register('Ben')];

  // Ana verifies her address by the link in the mail.
  const code = await codeIn(`${ana.username}@example.org`, 'address');
  await ana.page.goto(`/verify?code=${encodeURIComponent(code)}`);
  await ana.page.getByRole('button', { name: 'Confirm' }).click();
  await ana.page.getByText('Your address is verified.').waitFor();

  // Ben follows Ana, who gets to know it at once.
  await ben.page.goto(`/people/${ana.username}`);
  await ben.page.getByRole('main').getByRole('button', { name: 'Follow: Ana' }).click();
  await ana.page.getByRole('link', { name: 'Notifications 1 unread' }).waitFor();
  expect(await ana.page.title()).toMatch(/^\(1\) /);

  // Ana writes a post with a picture, and Ben's feed offers it without moving.
  await ben.page.goto('/');
  await ben.page.getByText('Your feed is still quiet').waitFor();
  await ana.page.goto('/');
  await ana.page.getByRole('combobox', { name: 'Write a post' }).fill('Fresh bread at the corner #breakfast');
  await ana.page.locator('input[type=file]').setInputFiles({ name: 'bread.png', mimeType: 'image/png', buffer: png() });
  await ana.page.getByAltText('Preview of your image').waitFor();
  await ana.page.getByRole('button', { name: 'Post', exact: true }).click();
  await postWith(ana.page, 'Fresh bread').waitFor();
  await ben.page.getByRole('button', { name: '1 new post' }).click();
  const seen = postWith(ben.page, 'Fresh bread');
  await seen.getByAltText('Image in a post by Ana').waitFor();

  // Ben reacts and comments; Ana sees who did.
  await seen.getByRole('button', { name: 'React' }).click();
  await ben.page.getByRole('menuitemradio', { name: 'Love' }).click();
  await seen.getByRole('button', { name: 'Your reaction: Love' }).waitFor();
  await seen.getByRole('link', { name: 'Comment' }).click();
  await ben.page.getByRole('combobox', { name: 'Write a comment' }).fill('Save me a loaf!');
  await ben.page.getByRole('button', { name: 'Comment', exact: true }).click();
  await ben.page.getByRole('article', { name: 'Comment by Ben' }).waitFor();
  await ana.page.getByRole('link', { name: 'Notifications 3 unread' }).click();
  await ana.page.getByText('Ben commented on your post.').click();
  await ana.page.getByRole('button', { name: '1 reaction' }).click();
  await ana.page.getByRole('dialog').getByRole('link', { name: /Ben/ }).waitFor();
  await ana.page.keyboard.press('Escape');

  // Ana makes her account private and removes Ben, who has to ask now.
  await ana.page.goto('/settings/privacy');
  await ana.page.getByRole('switch', { name: 'Only followers see my posts' }).click();
  await ana.page.getByText('Saved.').waitFor();
  await ana.page.goto(`/people/${ben.username}`);
  await ana.page.getByRole('button', { name: 'More about this person' }).click();
  await ana.page.getByRole('menuitem', { name: 'Remove this follower' }).click();
  await ben.page.goto(`/people/${ana.username}`);
  await ben.page.getByRole('heading', { name: 'This account is private' }).waitFor();
  await ben.page.getByRole('main').getByRole('button', { name: 'Ask to follow: Ana' }).click();
  await ben.page.getByRole('button', { name: 'Requested: Ana' }).waitFor();
  await ana.page.goto('/settings/privacy');
  await ana.page.getByRole('button', { name: 'Accept Ben' }).click();
  await ana.page.getByText('Nobody is waiting.').waitFor();
  await ben.page.reload();
  await postWith(ben.page, 'Fresh bread').waitFor();

  // Ana blocks Ben, who finds nothing of her any more.
  await ana.page.goto(`/people/${ben.username}`);
  await ana.page.getByRole('button', { name: 'More about this person' }).click();
  await ana.page.getByRole('menuitem', { name: 'Block' }).click();
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Block', exact: true }).click();
  await ana.page.getByText('is blocked.').waitFor();
  await ana.page.getByRole('heading', { name: 'Home' }).waitFor();
  expect([ana.user.complaints, ben.user.complaints].flat()).toEqual([]);
  await ben.page.reload();
  await ben.page.getByRole('heading', { name: 'There is nothing here' }).waitFor();

  await Promise.all([ana.user.close(), ben.user.close()]);
});

test('a deleted post can be restored for a while', async () => {
  const { user, page } = await register('Cleo');
  const composer = page.getByRole('combobox', { name: 'Write a post' });
  await composer.fill('Gone in a moment');
  await page.getByRole('button', { name: 'Post', exact: true }).click();
  await postWith(page, 'Gone in a moment').getByRole('button', { name: 'More about this post' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await postWith(page, 'Gone in a moment').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await postWith(page, 'Gone in a moment').waitFor();
  await page.reload();
  await postWith(page, 'Gone in a moment').waitFor();
  await user.close();
});

test('what was typed is still there after the page was loaded again', async () => {
  const { user, page } = await register('Dora');
  const composer = page.getByRole('combobox', { name: 'Write a post' });
  await composer.fill('A thought that takes its time');
  await page.reload();
  await composer.waitFor();
  expect(await composer.inputValue()).toBe('A thought that takes its time');
  await user.close();
});
