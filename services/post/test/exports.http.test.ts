import { afterAll, beforeAll, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { PostTown } from './post-town.js';

let town: PostTown;
let posts: { id: string }[];

beforeAll(async () => {
  town = await PostTown.start();
  town.addPerson('1', 'ana');
  town.addPerson('2', 'ben');
  posts = [
    await town.write('1', 'One #tag'),
    await town.write('2', 'Two', { isPrivate: true }),
    await town.write('1', 'Three'),
    await town.write('1', 'Four'),
  ];
  await town.delete(`/api/v1/posts/${posts[3]!.id}`, '1');
});
afterAll(() => town.stop());

const ask = async (path: string, service: string) =>
  supertest(town.service.url).get(`/internal/${path}`).set(town.service.fromService(service));

test('every post is exported, page by page, without regard to who may see it', async () => {
  const [one, two, three] = posts.map(({ id }) => id);
  const { body } = await ask('exports/posts', 'search');
  expect(body.next).toBeNull();
  expect(body.items).toMatchObject([
    { postId: one, authorId: '1', content: 'One #tag', hashtags: ['tag'], isPrivate: false, version: 1 },
    { postId: two, authorId: '2', isPrivate: true },
    { postId: three },
  ]);
  const page = await ask(`exports/posts?after=${one}&limit=1`, 'feed');
  expect(page.body).toMatchObject({ items: [{ postId: two }], next: two });
  const range = await ask(`exports/posts?after=${one}&through=${three}`, 'feed');
  expect(range.body.items).toHaveLength(2);
  expect((await ask('exports/posts', 'auth')).status).toBe(403);
  expect((await ask('exports/posts?after=-1', 'feed')).status).toBe(400);
});

test('the services that keep data of posts get the posts of one author after an id', async () => {
  const [one, , three] = posts.map(({ id }) => id);
  const idsAfter = async (after: string) => {
    const { body } = await ask(`posts-by-author?authorId=1&after=${after}`, 'search');
    return body.items.map(({ postId }: { postId: string }) => postId);
  };
  expect(await idsAfter('0')).toEqual([one, three]);
  expect(await idsAfter(one!)).toEqual([three]);
  expect(await idsAfter(three!)).toEqual([]);
  expect((await ask('posts-by-author?authorId=1', 'search')).status).toBe(400);
  expect((await ask('posts-by-author?authorId=1&after=0', 'feed')).status).toBe(403);
});

test('the service that counts posts gets the posts of some authors', async () => {
  const { body } = await ask('authors?ids=1,2,3', 'engagement');
  const listed = body.items.map((post: { authorId: string; isPrivate: boolean }) => [post.authorId, post.isPrivate]);
  expect(listed.sort()).toEqual([
    ['1', false],
    ['1', false],
    ['2', true],
  ]);
});
