import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { everydayTown, repository } from '@townsquare/launcher';
import sharp from 'sharp';

// `npm run pictures`: takes the pictures of the web client in docs/pictures/ from a running town with the demo's accounts.
const { home, base, profile } = everydayTown(process.env);
process.env.TOWN_GATEWAY_URL ||= `http://127.0.0.1:${base}`;
process.env.TOWN_HOME ||= home;
process.env.TOWN_PORT_BASE ||= String(base);
process.env.TOWN_PROFILE ||= profile;
// These read the environment when they are loaded.
const { openBrowser } = await import('./browser.js');
const { Person } = await import('./person.js');
const { WebBrowser } = await import('./web-page.js');

const folder = join(repository, 'docs/pictures');

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 720 };

const reader = await Person.join('Robin', 'Robin Berg');
const suggested = await reader.get('/suggestions/people');
for (const { userId } of suggested.body.items) await reader.put(`/users/${userId}/follow`);
const trending = await reader.get('/trending/posts?limit=1');
const { post } = trending.body.items[0] ?? {};
if (!post)
  throw new Error('The town has no posts. Add the demo with `npm run demo -- --people 30`, then take the pictures.');

const PICTURES = [
  { name: 'home-light', path: '/', ...DESKTOP, colorScheme: 'light' },
  { name: 'home-dark', path: '/', ...DESKTOP, colorScheme: 'dark' },
  { name: 'post-phone', path: `/posts/${post.id}`, ...PHONE, colorScheme: 'light' },
  { name: 'person-phone', path: `/people/${post.author.username}`, ...PHONE, colorScheme: 'dark' },
] as const;

mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
for (const { name, path, ...look } of PICTURES) {
  const user = await WebBrowser.open(browser, reader, look);
  const page = await user.visit(path);
  await page.getByRole('article').first().waitFor();
  await page.waitForLoadState('networkidle');
  // A palette makes the file a quarter as large, and the client has few colours.
  await sharp(await page.screenshot())
    .png({ palette: true, quality: 90 })
    .toFile(join(folder, `${name}.png`));
  await user.close();
}
await browser.close();
console.log(`Took ${PICTURES.length} pictures in ${folder}`);
