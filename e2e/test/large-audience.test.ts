import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { LargeAudience, type Post } from '../support/large-audience.js';
import { Person } from '../support/person.js';
import { isReady, kill } from '../support/processes.js';
import { required } from '../support/town.js';

/** How many people follow the star of these tests. */
const SIZE = Number(process.env.AUDIENCE_SIZE || 100_000);

/** Longer than a killed relay's claim on what it was publishing lasts, and what the audience takes by far. */
const LIMIT_MS = 240_000;
jest.setTimeout(2 * LIMIT_MS);

let star: Person;
let audience: LargeAudience;
let other: Person;
let friend: Person;

beforeAll(async () => {
  [star, other, friend] = await Promise.all([Person.join('star'), Person.join('other'), Person.join('friend')]);
  expect((await friend.put(`/users/${other.userId}/follow`)).status).toBe(204);
  audience = await LargeAudience.gather(required('TOWN_TEST_MYSQL_URL'), star.userId, SIZE);
});
afterAll(() => audience?.leave());

const posted = async (author: Person, content: string): Promise<Post> => {
  const { status, body } = await author.post('/posts', { content });
  expect(status).toBe(201);
  return body;
};
const hasBegun = (post: Post) =>
  eventually(
    () => audience.progress(post),
    ({ timelines }) => timelines > 0,
    'the first of the audience have the post',
  );
const expectUnfinished = async (post: Post): Promise<void> => {
  const { timelines, notifications, of } = await audience.progress(post);
  expect(timelines).toBeLessThan(of);
  expect(notifications).toBeLessThan(of);
};
/** Waits until all followers are reached; each must have been reached once. */
const expectReached = async (post: Post): Promise<void> => {
  await eventually(
    () => audience.progress(post),
    ({ timelines, notifications, of }) => timelines === of && notifications === of,
    'every follower has the post and its notification',
    LIMIT_MS,
  );
  expect(await audience.isBeingAnnounced(post.id)).toBe(false);
  expect(await audience.timelines(post.id)).toEqual({ entries: SIZE, people: SIZE });
  expect(await audience.notifications(post.id)).toEqual({ entries: SIZE, people: SIZE });
};

describe(`a post to ${SIZE} followers`, () => {
  test('does not delay the posts of other authors', async () => {
    const large = await posted(star, 'To everybody');
    await hasBegun(large);
    const small = await posted(other, 'To a friend');
    await eventually(
      async () => [await friend.get('/feed'), await friend.get('/notifications')],
      ([feed, notifications]) =>
        feed!.body.items.some(({ id }: { id: string }) => id === small.id) &&
        notifications!.body.items.some(({ postId }: { postId: string }) => postId === small.id),
      'the friend has the post and its notification',
    );
    await expectUnfinished(large);
    await expectReached(large);
  });

  test('reaches each of them once, whichever process is killed meanwhile', async () => {
    const post = await posted(star, 'To everybody, come what may');
    await hasBegun(post);
    kill('user');
    expect(await audience.isBeingAnnounced(post.id)).toBe(true);
    await isReady('user');
    const before = await audience.progress(post);
    await eventually(
      () => audience.progress(post),
      ({ timelines }) => timelines > before.timelines,
      'the job goes on',
    );
    kill('feed');
    kill('notification');
    await expectUnfinished(post);
    await Promise.all([isReady('feed'), isReady('notification')]);
    await expectReached(post);
  });
});
