import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { png } from '../support/image.js';
import { LivePage } from '../support/live.js';
import { Person } from '../support/person.js';

/** Words that nothing else in the town has, so that a search finds what this run wrote and nothing else. */
const RUN = Date.now()
  .toString(36)
  .replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!);
const HASHTAG = `harvest${RUN}`;
const WORD = `marmalade${RUN}`;
const MISSPELT = WORD.replace('marmalade', 'marmelade');

let ana: Person;
let ben: Person;
let cleo: Person;
let anasPage: LivePage;
let bensPage: LivePage;
let post: { id: string; media: { url: string } };

const idsOf = (answer: { body: { items: { id: string }[] } }) => answer.body.items.map((item) => item.id);
const foundPosts = async (person: Person, q: string): Promise<string[]> => {
  const { body } = await person.get(`/search?type=posts&q=${encodeURIComponent(q)}`);
  return body.items.map((item: { post: { id: string } }) => item.post.id);
};
const metrics = async (id: string) => (await ana.get(`/posts/${id}/metrics`)).body;

beforeAll(async () => {
  [ana, ben, cleo] = await Promise.all([
    Person.join('ana', 'Ana Silva'),
    Person.join('ben', 'Ben Okafor'),
    Person.join('cleo', 'Cleo Marin'),
  ]);
  [anasPage, bensPage] = await Promise.all([LivePage.open(ana), LivePage.open(ben)]);
});

afterAll(() => {
  anasPage?.close();
  bensPage?.close();
});

describe('a day in the town', () => {
  test('Ben follows Ana, and her open page shows it', async () => {
    expect((await ben.put(`/users/${ana.userId}/follow`)).status).toBe(204);
    const heard = await anasPage.hears('follow', ben);
    expect(heard.message).toContain('Ben Okafor');
    const followers = await ana.get(`/users/${ana.userId}/followers`);
    expect(followers.body.items.map((person: { userId: string }) => person.userId)).toEqual([ben.userId]);
  });

  test('Ana posts with an image and a hashtag, and Ben has a notification at once', async () => {
    const media = await ana.upload('POST', '/media', png());
    expect(media.status).toBe(201);
    const created = await ana.post('/posts', { content: `Fresh ${WORD} on toast #${HASHTAG}`, mediaId: media.body.id });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ author: { username: ana.username }, hashtags: [HASHTAG], isPrivate: false });
    post = created.body;
    const heard = await bensPage.hears('post', ana);
    expect(heard).toMatchObject({ target: { type: 'post', id: post.id } });
  });

  test('the image is served in a small size', async () => {
    const image = await fetch(new URL(post.media.url, process.env.TOWN_GATEWAY_URL));
    expect(image.status).toBe(200);
    expect(image.headers.get('content-type')).toBe('image/webp');
    expect(image.headers.get('cache-control')).toContain('immutable');
    const again = await fetch(new URL(post.media.url, process.env.TOWN_GATEWAY_URL), {
      headers: { 'if-none-match': image.headers.get('etag')! },
    });
    expect(again.status).toBe(304);
  });

  test("it is in Ben's home feed, and in Ana's own", async () => {
    for (const person of [ben, ana]) {
      const feed = await eventually(
        () => person.get('/feed'),
        (answer) => idsOf(answer).includes(post.id),
        'the post in the feed',
      );
      const item = feed.body.items.find((one: { id: string }) => one.id === post.id);
      expect(item).toMatchObject({ author: { fullName: 'Ana Silva' }, media: { url: post.media.url } });
    }
    expect(idsOf(await cleo.get('/feed'))).not.toContain(post.id);
  });

  test('search finds it by a misspelt word and by its hashtag, and finds Ana by half her name', async () => {
    await eventually(
      () => foundPosts(cleo, MISSPELT),
      (ids) => ids.includes(post.id),
      'found by a misspelt word',
    );
    await eventually(
      () => foundPosts(cleo, `#${HASHTAG}`),
      (ids) => ids.includes(post.id),
      'found by its hashtag',
    );
    const suggest = () => cleo.get(`/search/suggest?q=${ana.username.slice(0, -2)}`);
    await eventually(suggest, (answer) => JSON.stringify(answer.body).includes(ana.userId), 'Ana is suggested');
  });

  test('a comment, a reply and reactions reach their authors and move the counters', async () => {
    const comment = await ben.post(`/posts/${post.id}/comments`, { content: 'Save me a slice!' });
    expect(comment.status).toBe(201);
    await anasPage.hears('comment', ben);
    const reply = await ana.post(`/posts/${post.id}/comments`, {
      content: 'Two, even.',
      parentCommentId: comment.body.id,
    });
    expect(reply.status).toBe(201);
    await bensPage.hears('reply', ana);
    expect((await ben.put(`/posts/${post.id}/reactions`, { type: 'love' })).status).toBe(200);
    await anasPage.hears('reaction', ben);
    expect((await cleo.put(`/posts/${post.id}/reactions`, { type: 'like' })).status).toBe(200);
    expect((await cleo.put(`/posts/${post.id}/reactions`, { type: 'haha' })).status).toBe(200);
    expect((await ana.put(`/comments/${comment.body.id}/reactions`, { type: 'like' })).status).toBe(200);
    await eventually(
      () => metrics(post.id),
      (counts) => counts.commentCount === 2 && counts.reactionCount === 2 && counts.reactions?.haha === 1,
      'the counters of the post',
    );
    await cleo.delete(`/posts/${post.id}/reactions`);
    await eventually(
      () => metrics(post.id),
      (counts) => counts.reactionCount === 1,
      'a withdrawn reaction',
    );
    const own = await ben.get(`/posts/${post.id}/reactions`);
    expect(own.body).toMatchObject({ mine: 'love', totals: { love: 1, haha: 0 } });
  });

  test('a comment that mentions Cleo reaches her open page, and shows her later name', async () => {
    const cleosPage = await LivePage.open(cleo);
    const { body } = await ben.post(`/posts/${post.id}/comments`, { content: `感谢@${cleo.username}的帮助` });
    const shown = { userId: cleo.userId, username: cleo.username, typed: cleo.username };
    expect(body.mentions).toEqual([shown]);
    const heard = await cleosPage.hears('mention', ben);
    expect(heard).toMatchObject({ message: 'Ben Okafor mentioned you in a comment', target: { id: body.id } });
    cleosPage.close();
    const renamed = `${cleo.username}_b`;
    expect((await cleo.patch('/auth/me', { username: renamed })).status).toBe(200);
    await eventually(
      () => ana.get(`/comments/${body.id}`),
      (answer) => answer.body.mentions[0].username === renamed,
      'the new name in an old mention',
    );
    expect((await ben.patch('/auth/me', { username: cleo.username })).status).toBe(409);
    expect((await cleo.patch('/auth/me', { username: cleo.username })).status).toBe(200);
    expect((await ben.delete(`/comments/${body.id}`)).status).toBe(204);
    await eventually(
      () => cleo.get('/notifications'),
      (answer) => !idsOf(answer).includes(heard.id),
      'the notification of the mention is removed with its comment',
    );
  });

  test('notifications can be marked as read, one by one and all at once', async () => {
    const count = async () => (await ana.get('/notifications/unread-count')).body.count;
    expect(await count()).toBeGreaterThanOrEqual(3);
    const { body } = await ana.get('/notifications');
    const before = await count();
    expect((await ana.put(`/notifications/${body.items[0].id}/read`)).status).toBe(204);
    expect(await count()).toBe(before - 1);
    expect((await ana.put('/notifications/read')).status).toBe(204);
    expect(await count()).toBe(0);
  });

  test('an edited post is found by its new words only', async () => {
    const fresh = `rhubarb${RUN}`;
    const edited = await ana.patch(`/posts/${post.id}`, { content: `Now with ${fresh} #${HASHTAG}` });
    expect(edited.status).toBe(200);
    await eventually(
      () => foundPosts(cleo, fresh),
      (ids) => ids.includes(post.id),
      'found by its new word',
    );
    await eventually(
      () => foundPosts(cleo, WORD),
      (ids) => !ids.includes(post.id),
      'no longer found by its old word',
    );
    const inFeed = async () =>
      (await ben.get('/feed')).body.items.find((one: { id: string }) => one.id === post.id)?.content;
    await eventually(inFeed, (content) => content?.includes(fresh) ?? false, 'the new words in the feed');
  });
});

describe('a private post', () => {
  test('is visible to followers alone, through every endpoint', async () => {
    const secret = `quince${RUN}`;
    const media = await ana.upload('POST', '/media', png(32, 32));
    const { body } = await ana.post('/posts', {
      content: `Only for friends: ${secret} #${secret}`,
      isPrivate: true,
      mediaId: media.body.id,
    });
    await eventually(
      () => ben.get('/feed'),
      (answer) => idsOf(answer).includes(body.id),
      'the private post in the feed of a follower',
    );
    await eventually(
      () => foundPosts(ben, secret),
      (ids) => ids.includes(body.id),
      'the private post found by a follower',
    );
    const comment = await ben.post(`/posts/${body.id}/comments`, { content: 'Our secret.' });
    expect(comment.status).toBe(201);
    for (const reader of [cleo, Person.stranger]) {
      const signedIn = reader === cleo;
      expect((await reader.get(`/posts/${body.id}`)).status).toBe(404);
      expect((await reader.get(`/posts/${body.id}/comments`)).status).toBe(404);
      expect((await reader.get(`/comments/${comment.body.id}`)).status).toBe(404);
      expect((await reader.get(`/posts/${body.id}/reactions`)).status).toBe(404);
      expect((await reader.get(`/posts/${body.id}/metrics`)).status).toBe(404);
      expect(idsOf(await reader.get(`/users/${ana.userId}/posts`))).not.toContain(body.id);
      expect(idsOf(await reader.get(`/hashtags/${secret}/posts`))).not.toContain(body.id);
      expect(await foundPosts(reader, secret)).toEqual([]);
      expect(JSON.stringify((await reader.get(`/search?q=${secret}`)).body)).not.toContain('Only for friends');
      expect(JSON.stringify((await reader.get(`/search/suggest?q=${secret}`)).body.hashtags ?? [])).not.toContain(
        secret,
      );
      expect(JSON.stringify((await reader.get('/trending/hashtags')).body)).not.toContain(secret);
      expect(JSON.stringify((await reader.get('/trending/posts')).body)).not.toContain(secret);
      const image = await reader.get(body.media.url.replace('/api/v1', ''));
      expect(image.status).toBe(404);
      if (signedIn) {
        expect((await reader.post(`/posts/${body.id}/comments`, { content: 'Let me in' })).status).toBe(404);
        expect((await reader.put(`/posts/${body.id}/reactions`, { type: 'like' })).status).toBe(404);
        expect(idsOf(await reader.get('/feed'))).not.toContain(body.id);
      }
    }
  });
});

describe('a deleted account', () => {
  test('disappears from every service', async () => {
    const dora = await Person.join('dora', 'Dora Lind');
    const word = `lantern${RUN}`;
    await dora.put(`/users/${ana.userId}/follow`);
    await ben.put(`/users/${dora.userId}/follow`);
    const { body: lost } = await dora.post('/posts', { content: `By ${word} light #${word}` });
    const { body: remark } = await dora.post(`/posts/${post.id}/comments`, { content: 'I shall be gone.' });
    await dora.put(`/posts/${post.id}/reactions`, { type: 'sad' });
    await eventually(
      () => ben.get('/feed'),
      (answer) => idsOf(answer).includes(lost.id),
      "Dora's post in Ben's feed",
    );
    await eventually(
      () => foundPosts(cleo, word),
      (ids) => ids.includes(lost.id),
      "Dora's post found",
    );
    await eventually(
      () => metrics(post.id),
      (counts) => counts.commentCount === 3 && counts.reactions.sad === 1,
      "Dora's marks counted",
    );

    expect((await dora.delete('/auth/me', { password: dora.password })).status).toBe(202);

    const gone = (path: string, person = ben) =>
      eventually(
        () => person.get(path),
        (answer) => answer.status === 404,
        `${path} is gone`,
      );
    await gone(`/profiles/${dora.userId}`);
    await gone(`/posts/${lost.id}`);
    await gone(`/posts/${lost.id}/metrics`);
    await gone(`/users/${dora.userId}/metrics`);
    await gone(`/comments/${remark.id}`);
    await eventually(
      () => ben.get('/feed'),
      (answer) => !idsOf(answer).includes(lost.id),
      "Dora's post has left the feed",
    );
    await eventually(
      () => foundPosts(cleo, word),
      (ids) => ids.length === 0,
      "Dora's post has left search",
    );
    const people = () => cleo.get(`/search?type=people&q=${dora.username}`);
    await eventually(
      people,
      (answer) => !JSON.stringify(answer.body).includes(`"${dora.userId}"`),
      'Dora has left search',
    );
    await eventually(
      () => metrics(post.id),
      (counts) => counts.commentCount === 2 && counts.reactions.sad === 0,
      "Dora's marks no longer counted",
    );
    const followers = () => ana.list(`/users/${ana.userId}/followers`);
    await eventually(followers, (items) => !items.some((one) => one.userId === dora.userId), 'Dora follows nobody');
    const notifications = () => ana.list('/notifications?grouped=false');
    await eventually(
      notifications,
      (items) => !items.some((one) => one.actor?.userId === dora.userId),
      'nothing tells of Dora',
    );
    const login = await Person.stranger.post('/auth/login', { login: dora.username, password: dora.password });
    expect(login.status).toBe(401);
    const refresh = await Person.stranger.post('/auth/refresh', { refreshToken: dora.refreshToken });
    expect(refresh.status).toBe(401);
  });
});
