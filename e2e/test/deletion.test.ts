import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { png } from '../support/image.js';
import { type Answer, Person } from '../support/person.js';
import { startService, stopService } from '../support/services.js';
import { required, town } from '../support/town.js';

/** Away while the account is deleted. Its place among the services' ports is the fifth. */
const AWAY = { service: 'comment', port: town.portBase + 4 };

/** How long a service may take that has been away: what it had begun to take is given to it again after a minute. */
const CATCH_UP_MS = 90_000;

let ana: Person;
let ben: Person;
let dora: Person;
let admin: Person;

/** Paths of what Dora uploaded, and of the comment that she wrote. */
const paths: { pictures: string[]; comment: string } = { pictures: [], comment: '' };
let files: string[];

/** The files of all images, each in all its sizes. */
const storedFiles = () =>
  readdirSync(required('TOWN_MEDIA_FOLDER'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.webp'),
  );

const deletion = () => admin.get(`/auth/deletions/${dora.userId}`);
const statesOf = ({ body }: Answer): Record<string, string> =>
  Object.fromEntries(body.services.map(({ service, state }: Record<string, string>) => [service, state]));

beforeAll(async () => {
  [ana, ben, dora, admin] = await Promise.all([
    Person.join('ana'),
    Person.join('ben'),
    Person.join('dora'),
    Person.join('root'),
  ]);
  await sql(`INSERT INTO auth.user_roles (user_id, role_id) SELECT ?, id FROM auth.roles WHERE name = 'admin'`, [
    admin.userId,
  ]);
  admin = await admin.logInAgain();
  await live();
});

/** Dora has followers, a picture, a post with an image, an image without a post, a comment and a reaction. */
async function live(): Promise<void> {
  const before = new Set(storedFiles());
  await ben.put(`/users/${dora.userId}/follow`);
  await dora.put(`/users/${ana.userId}/follow`);
  const profile = await dora.upload('PUT', '/profiles/me/picture', png(80, 80));
  const attached = await dora.upload('POST', '/media', png(90, 60));
  const free = await dora.upload('POST', '/media', png(60, 90));
  const post = await dora.post('/posts', { content: 'Soon gone', mediaId: attached.body.id });
  expect(post.status).toBe(201);
  files = storedFiles().filter((name) => !before.has(name));
  expect(files).toHaveLength(6);
  const addresses = [profile.body.profilePicture, post.body.media.url, post.body.media.thumbnailUrl, free.body.url];
  paths.pictures = addresses.map((url: string) => url.replace('/api/v1', ''));
  for (const path of paths.pictures) expect((await dora.get(path)).status).toBe(200);
  const target = await ana.post('/posts', { content: 'Comment on me' });
  const comment = () => dora.post(`/posts/${target.body.id}/comments`, { content: 'I was here' });
  paths.comment = `/comments/${(await eventually(comment, ({ status }) => status === 201, 'a comment')).body.id}`;
  await dora.put(`/posts/${target.body.id}/reactions`, { type: 'love' });
  await eventually(
    () => ben.get('/feed'),
    ({ body }) => body.items.some(({ id }: { id: string }) => id === post.body.id),
    "Dora's post in Ben's feed",
  );
}

afterAll(() => startService(AWAY.service, AWAY.port));

describe('the deletion of an account', () => {
  test('is done by all services but one that is down, and waits for that one', async () => {
    await stopService(AWAY.service);
    expect((await dora.delete('/auth/me', { password: dora.password })).status).toBe(202);
    const waits = await eventually(
      deletion,
      (answer) => Object.values(statesOf(answer)).filter((state) => state === 'waiting').length === 1,
      'all but one are done',
    );
    expect(statesOf(waits)).toMatchObject({ [AWAY.service]: 'waiting', user: 'done', post: 'done', search: 'done' });
    expect(waits.body.completedAt).toBeNull();
    const [waiting] = waits.body.services.filter(({ state }: { state: string }) => state === 'waiting');
    expect(waiting.since).toBe(waits.body.requestedAt);
  });

  test('deletes every file in all its sizes, also of an image that no post ever had', async () => {
    const left = async () => storedFiles().filter((name) => files.includes(name));
    await eventually(left, (names) => names.length === 0, 'the files are gone');
    for (const path of paths.pictures) {
      for (const reader of [ben, Person.stranger]) expect((await reader.get(path)).status).toBe(404);
    }
  });

  test('is complete once the service that was down has received it', async () => {
    await startService(AWAY.service, AWAY.port);
    const done = await eventually(
      deletion,
      ({ body }) => body.completedAt !== null,
      'the deletion is complete',
      CATCH_UP_MS,
    );
    expect(new Set(Object.values(statesOf(done)))).toEqual(new Set(['done']));
    // The service hears events again a moment before the gateway's sidecar finds the way to it again.
    await eventually(
      () => ana.get(paths.comment),
      ({ status }) => status === 404,
      'the comment is gone',
    );
    for (const [table, column] of HELD) {
      const rows = await sql(`SELECT COUNT(*) AS held FROM ${table} WHERE ${column} = ?`, [dora.userId]);
      expect([table, column, Number(rows[0]!.held)]).toEqual([table, column, 0]);
    }
  }, 180_000);

  test('is visible to administrators alone', async () => {
    expect((await ben.get(`/auth/deletions/${dora.userId}`)).status).toBe(403);
    expect((await Person.stranger.get(`/auth/deletions/${dora.userId}`)).status).toBe(401);
  });
});

/** Where something of a person stands, in all databases. */
const HELD: [table: string, column: string][] = [
  ['auth.users', 'id'],
  ['auth.user_roles', 'user_id'],
  ['auth.refresh_sessions', 'user_id'],
  ['user.follows', 'follower_id'],
  ['user.follows', 'following_id'],
  ['user.pictures', 'user_id'],
  ['post.posts', 'user_id'],
  ['post.media', 'user_id'],
  ['post.media_removals', 'user_id'],
  ['comment.comments', 'user_id'],
  ['reaction.reactions', 'user_id'],
  ['feed.timeline_entries', 'user_id'],
  ['feed.timeline_entries', 'author_id'],
  ['feed.follow_edges', 'follower_id'],
  ['feed.feed_posts', 'author_id'],
  ['notification.notifications', 'user_id'],
  ['notification.notifications', 'actor_id'],
  ['engagement.user_days', 'user_id'],
];
