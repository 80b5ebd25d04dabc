import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../support/browser.js';
import { png } from '../../support/image.js';
import { Person } from '../../support/person.js';
import { WebBrowser } from '../../support/web-page.js';

// The browser may have to be installed.
jest.setTimeout(300_000);

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Each width and each colour scheme once: the rules look at layout and at colours, not at both together. */
const LOOKS = [
  [360, 'dark'],
  [1280, 'light'],
] as const;

let browser: Browser;
let ana: Person;
let postId: string;

beforeAll(async () => {
  [browser, ana] = await Promise.all([openBrowser(), Person.join('Ana', 'Ana Long-Name of the Far Away Valley')]);
  const ben = await Person.join('Ben');
  const media = await ana.upload('POST', '/media', png(800, 450));
  const content = `Fresh bread at the corner #breakfast @${ben.username} https://example.org/a?b=c`;
  postId = (await ana.post('/posts', { content, mediaId: media.body.id })).body.id;
  const comment = await ben.post(`/posts/${postId}/comments`, { content: 'Save me a loaf!' });
  await ana.post(`/posts/${postId}/comments`, { content: 'I will.', parentCommentId: comment.body.id });
  await ben.put(`/posts/${postId}/reactions`, { type: 'love' });
  await ben.put(`/users/${ana.userId}/follow`);
});
afterAll(() => browser?.close());

/** What a page fails of WCAG 2.2 AA, and whether it is wider than its window. */
async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .withTags(WCAG)
    .analyze();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  const broken = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`);
  return overflow > 0 ? [...broken, `${overflow} pixels too wide`] : broken;
}

/** Opens each path, and names what is wrong with the page in each look. */
async function faultsOfAll(user: WebBrowser, paths: string[]): Promise<Record<string, string[]>> {
  const page = await user.visit('about:blank');
  const faults: Record<string, string[]> = {};
  for (const path of paths) {
    await page.goto(path);
    await page.getByRole('main').getByRole('heading').first().waitFor();
    await page.waitForLoadState('networkidle');
    for (const [width, colorScheme] of LOOKS) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      const found = await faultsOf(page);
      if (found.length > 0) faults[`${path} at ${width}, ${colorScheme}`] = found;
    }
  }
  return faults;
}

test('every page of a visitor is accessible, as wide as the window, and without errors', async () => {
  const visitor = await WebBrowser.open(browser);
  const paths = ['/', '/search', '/search?q=bread', `/search?q=${ana.username}&type=people`, '/tags/breakfast'];
  paths.push(`/posts/${postId}`, `/people/${ana.username}`, `/people/${ana.username}/followers`);
  paths.push('/login', '/register', '/forgot', '/reset', '/verify', '/change-email', '/appeal', '/sign-in/complete');
  expect(await faultsOfAll(visitor, paths)).toEqual({});
  expect(visitor.complaints).toEqual([]);
  await visitor.close();
});

test('every page of a signed-in account is accessible, as wide as the window, and without errors', async () => {
  const user = await WebBrowser.open(browser, ana);
  const sections = ['profile', 'privacy', 'notifications', 'appearance', 'mutes', 'blocks', 'security', 'sessions'];
  const settings = [...sections, 'removals', 'data'].map((section) => `/settings/${section}`);
  const paths = ['/', '/compose', `/posts/${postId}`, `/people/${ana.username}`, '/notifications', '/insights'];
  expect(await faultsOfAll(user, [...paths, '/settings', ...settings])).toEqual({});
  expect(user.complaints).toEqual([]);
  await user.close();
});
