import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { unzip } from '@townsquare/kit/testing';
import sharp from 'sharp';
import { eventually } from '../support/eventually.js';
import { png } from '../support/image.js';
import { mailTo } from '../support/inbox.js';
import { type Answer, type Json, Person } from '../support/person.js';

/** What a sidecar takes of a request at most. An answer has to be larger to show that it has no such limit. */
const SIDECAR_LIMIT = 4 * 1024 * 1024;

let ana: Person;
let ben: Person;
let [blocked, muted, blocker, eve]: Person[] = [];
/** What the town answered to what Ana made. */
const made: Record<string, Json> = {};
let answer: Answer;
let files: Record<string, Buffer>;

const list = (name: string): Json[] => JSON.parse(files[`${name}.json`]!.toString());
const download = (person: Person, password = person.password) => person.post('/auth/me/data-download', { password });

/** Something that has to succeed. */
async function done(action: Promise<Answer>): Promise<Json> {
  const { status, body } = await action;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

/** The same about something that another service has yet to hear of. */
const soon = async (act: () => Promise<Answer>) =>
  (await eventually(act, ({ status }) => status < 300, 'what was asked for')).body;

/** Images of megabytes are compared by their digests: to show how two of them differ would take a minute. */
const digestOf = (bytes: Buffer | undefined) =>
  bytes && `${bytes.length} bytes, ${createHash('sha256').update(bytes).digest('hex')}`;

/** An image that no compression makes small. */
const noise = () =>
  sharp({
    create: {
      width: 1600,
      height: 1600,
      channels: 3,
      background: 'white',
      noise: { type: 'gaussian', mean: 128, sigma: 80 },
    },
  })
    .jpeg({ quality: 90 })
    .toBuffer();

beforeAll(async () => {
  [ana, ben] = [await Person.join('ana'), await Person.join('ben')];
  [blocked, muted, blocker, eve] = await Promise.all(['cora', 'dan', 'finn', 'eve'].map((name) => Person.join(name)));
  await done(eve!.patch('/profiles/me', { isPrivate: true }));
  await done(ana.patch('/profiles/me', { bio: 'Bakes bread' }));
  made.profile = await done(ana.upload('PUT', '/profiles/me/picture', png(80, 80)));
  await write();
  await relate();
  made.report = await done(ana.post('/reports', { target: { type: 'post', id: made.bensPost.id }, reason: 'spam' }));
  await done(ana.put('/notifications/preferences', { mention: false }));
  await eventually(
    () => ana.get('/notifications?grouped=false'),
    ({ body }) => body.items.length === 3,
    'what Ana was told',
  );
  answer = await download(ana);
  files = await unzip(answer.body);
}, 120_000);

/** Posts, images, comments and reactions of Ana, and of Ben under them. */
async function write(): Promise<void> {
  made.image = await done(ana.upload('POST', '/media', await noise()));
  made.free = await done(ana.upload('POST', '/media', await noise()));
  made.third = await done(ana.upload('POST', '/media', await noise()));
  made.open = await done(ana.post('/posts', { content: 'Fresh bread #breakfast' }));
  made.closed = await done(ana.post('/posts', { content: 'Between us', isPrivate: true }));
  made.pictured = await done(ana.post('/posts', { content: '', mediaId: made.image.id }));
  made.bensPost = await done(ben.post('/posts', { content: 'Bens own words' }));
  made.bensComment = await soon(() => ben.post(`/posts/${made.open.id}/comments`, { content: 'Bens comment' }));
  made.reply = await soon(() =>
    ana.post(`/posts/${made.open.id}/comments`, { content: 'Thanks', parentCommentId: made.bensComment.id }),
  );
  made.comment = await soon(() => ana.post(`/posts/${made.bensPost.id}/comments`, { content: 'Well said' }));
  await soon(() => ana.put(`/posts/${made.bensPost.id}/reactions`, { type: 'love' }));
  await soon(() => ana.put(`/comments/${made.bensComment.id}/reactions`, { type: 'haha' }));
  await soon(() => ben.put(`/posts/${made.open.id}/reactions`, { type: 'sad' }));
}

async function relate(): Promise<void> {
  await done(ana.put(`/users/${ben.userId}/follow`));
  await done(ben.put(`/users/${ana.userId}/follow`));
  await done(ana.put(`/users/${eve!.userId}/follow`));
  await done(ana.put(`/users/${blocked!.userId}/block`));
  await done(ana.put(`/users/${muted!.userId}/mute`));
  await done(ana.delete(`/suggestions/people/${muted!.userId}`));
  await done(ana.put('/mutes/words', { words: ['spoiler'] }));
  await done(blocker!.put(`/users/${ana.userId}/block`));
}

describe('a download through the gateway', () => {
  test('is a whole ZIP file, larger than what a sidecar takes in one piece', () => {
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/zip');
    expect(answer.headers.get('content-disposition')).toContain(`filename="townsquare-${ana.username}-`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body.length).toBeGreaterThan(SIDECAR_LIMIT);
    const readMe = files['README.txt']!.toString();
    for (const name of Object.keys(files).filter((name) => name.endsWith('.json'))) expect(readMe).toContain(name);
  });

  test('has the account, its sessions, and what was reported', async () => {
    const me = (await ana.get('/auth/me')).body;
    expect(list('account/account')).toEqual([{ ...me, newEmail: null, openedWith: 'local', openedWithId: null }]);
    const sessions = (await ana.get('/auth/sessions')).body.items;
    expect(list('account/sessions')).toMatchObject(sessions.map(({ id }: Json) => ({ id })));
    expect(list('account/reports')).toEqual([made.report]);
    for (const name of ['identities', 'sanctions', 'removals', 'appeals']) expect(list(`account/${name}`)).toEqual([]);
  });

  test('has the profile and who stands in which relation to its owner', () => {
    expect(list('profile')).toMatchObject([{ userId: ana.userId, username: ana.username, bio: 'Bakes bread' }]);
    const ids = (name: string) => list(name).map(({ userId }) => userId);
    expect(ids('following')).toEqual([ben.userId]);
    expect(ids('followers')).toEqual([ben.userId]);
    expect(ids('follow-requests-sent')).toEqual([eve!.userId]);
    expect(ids('follow-requests-received')).toEqual([]);
    expect(ids('blocks')).toEqual([blocked!.userId]);
    expect(ids('mutes')).toEqual([muted!.userId]);
    expect(ids('dismissed-suggestions')).toEqual([muted!.userId]);
    expect(list('muted-words')).toEqual([{ word: 'spoiler' }]);
  });

  test('has the posts, comments and reactions that its owner made', () => {
    expect(list('posts')).toMatchObject([
      { postId: made.pictured.id, content: '', image: made.image.id },
      { postId: made.closed.id, content: 'Between us', isPrivate: true, image: null },
      { postId: made.open.id, content: 'Fresh bread #breakfast', hashtags: ['breakfast'], image: null },
    ]);
    expect(list('comments')).toMatchObject([
      { commentId: made.comment.id, postId: made.bensPost.id, content: 'Well said' },
      { commentId: made.reply.id, parentCommentId: made.bensComment.id, content: 'Thanks' },
    ]);
    expect(list('reactions')).toMatchObject([
      { target: { type: 'comment', id: made.bensComment.id }, type: 'haha' },
      { target: { type: 'post', id: made.bensPost.id }, type: 'love' },
    ]);
  });

  test('has what its owner was told, and wants to be told', async () => {
    const told = (await ana.get('/notifications?grouped=false')).body.items;
    expect(list('notifications')).toEqual(told);
    expect(list('notification-preferences')).toEqual([(await ana.get('/notifications/preferences')).body]);
  });

  test('has the images in full size, with and without a post', async () => {
    const images = list('images').map(({ image, postId }) => [image, postId]);
    expect(images).toEqual([
      [made.third.id, null],
      [made.free.id, null],
      [made.image.id, made.pictured.id],
    ]);
    for (const media of [made.image, made.free, made.third]) {
      const shown = await ana.get(media.url.replace('/api/v1', ''));
      expect(digestOf(files[`images/${media.id}.webp`])).toBe(digestOf(shown.body));
    }
    const [{ image: key }] = list('pictures');
    const picture = await ana.get(made.profile.profilePicture.replace('/api/v1', '').replace('thumbnail', 'full'));
    expect(digestOf(files[`pictures/${key}.webp`])).toBe(digestOf(picture.body));
    expect(Object.keys(files).filter((name) => name.endsWith('.webp'))).toHaveLength(4);
  });

  test('has nothing that is another\u2019s, least of all who has blocked its owner', () => {
    const notifications = files['notifications.json']!;
    const texts = Object.entries(files).filter(([name]) => /\.(json|txt)$/.test(name));
    for (const [name, bytes] of texts) {
      const text = bytes.toString();
      expect([name, text.includes(blocker!.username), text.includes('Bens own words')]).toEqual([name, false, false]);
      if (bytes !== notifications) expect([name, text.includes('Bens comment')]).toEqual([name, false]);
    }
  });

  test('is told to the owner by mail', async () => {
    await mailTo(`${ana.username}@example.org`, 'Your data was downloaded');
  });

  test('is for who knows the password, and each gets their own', async () => {
    expect((await download(ana, 'not the password')).status).toBe(403);
    expect((await Person.stranger.post('/auth/me/data-download', { password: ana.password })).status).toBe(401);
    const bens = await unzip((await download(ben)).body);
    const posts: Json[] = JSON.parse(bens['posts.json']!.toString());
    expect(posts.map(({ postId }) => postId)).toEqual([made.bensPost.id]);
    expect(Object.keys(bens).filter((name) => name.endsWith('.webp'))).toEqual([]);
  });
});
