import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { runCommand } from '../support/launcher.js';
import { LivePage } from '../support/live.js';
import { Person } from '../support/person.js';
import { appUrl } from '../support/sidecars.js';

/** The kinds of things whose freshness is measured, and who makes them visible. */
const KINDS: [kind: string, service: string][] = [
  ['timeline', 'feed'],
  ['notification', 'notification'],
  ['socket', 'notification'],
  ['search', 'search'],
  ['counters', 'engagement'],
];

let ana: Person;
let ben: Person;
let bensPage: LivePage;

beforeAll(async () => {
  [ana, ben] = await Promise.all([Person.join('ana'), Person.join('ben')]);
  bensPage = await LivePage.open(ben);
  expect((await ben.put(`/users/${ana.userId}/follow`)).status).toBe(204);
});
afterAll(() => bensPage?.close());

/** How often a kind was measured, by the service's own metrics. */
async function observations(kind: string, service: string): Promise<number> {
  const text = await (await fetch(`${appUrl(service)}/metrics`)).text();
  return Number(new RegExp(`^freshness_seconds_count\\{kind="${kind}"\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}

const allObservations = () => Promise.all(KINDS.map(([kind, service]) => observations(kind, service)));

test('the time until people see a post is measured for everything that shows it', async () => {
  const before = await allObservations();
  const { body: post } = await ana.post('/posts', { content: 'The first cherries are here' });
  await bensPage.hears('post', ana);
  let edits = 0;
  await eventually(
    async () => {
      // Search follows one document at a time: it may have been another when this one was written.
      await ana.patch(`/posts/${post.id}`, { content: `The first cherries are here, and ${++edits} pears` });
      return allObservations();
    },
    (now) => now.every((count, index) => count > before[index]!),
    'every kind was measured',
  );
});

test('npm run status shows these times', async () => {
  const { code, output } = await runCommand('status');
  expect(code).toBe(0);
  const rows = output.split('From commit to visible')[1];
  for (const [kind] of KINDS) expect(rows).toMatch(new RegExp(`^${kind} +\\d+ m?s +\\d+ m?s$`, 'm'));
});
