import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fixtures from '../../support/fixtures.js';
import { png } from '../../support/image.js';
import { runCommand } from '../../support/launcher.js';
import { filled, type Operation, operations } from '../../support/operations.js';
import { Person } from '../../support/person.js';
import { town } from '../../support/town.js';

/** What the services keep beside what people may set. */
const INTERNALS: Record<string, unknown> = {
  id: '1',
  userId: '1',
  authorId: '1',
  ownerId: '1',
  roles: ['admin'],
  role: 'admin',
  isAdmin: true,
  status: 'active',
  emailVerified: true,
  secondFactor: false,
  passwordHash: 'x',
  version: 999,
  createdAt: '2000-01-01T00:00:00.000Z',
  updatedAt: '2000-01-01T00:00:00.000Z',
  deletedAt: null,
  followerCount: 1_000_000,
  reactionCount: 1_000_000,
  profilePicture: '/evil.svg',
  hashtags: ['evil'],
  media: { url: '/evil.svg' },
  constructor: { prototype: { isAdmin: true } },
};

let caller: Person;
let withBody: Operation[];
let ids: Record<string, string>;

beforeAll(async () => {
  const person = await Person.join('caller');
  const { code, output } = await runCommand('admin', 'grant', person.username, 'admin');
  expect([code, output]).toEqual([0, expect.any(String)]);
  caller = await person.logInAgain();
  const other = await Person.join('other');
  ids = { ...(await fixtures.comment(caller)), userId: other.userId };
  withBody = (await operations()).filter(({ body }) => body !== undefined);
}, 120_000);

/** All that is known of the caller and what they wrote. */
async function everything(): Promise<unknown[]> {
  const paths = ['/auth/me', '/profiles/me', '/notifications/preferences', `/posts/${ids.postId}`];
  const answers = await Promise.all([...paths, `/comments/${ids.commentId}`].map((path) => caller.get(path)));
  return answers.map(({ body }) => body);
}

async function send({ method, path }: Operation, body: string) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${caller.accessToken}` };
  const answer = await fetch(town.gatewayUrl + filled(path, ids), { method, headers, body });
  return { status: answer.status, problem: JSON.parse((await answer.text()) || '{}') };
}

test.each(Object.entries(INTERNALS))(
  '%s is refused by every operation that takes a body and has no such field',
  async (name, value) => {
    const before = await everything();
    const which = withBody.filter(({ body }) => !Object.hasOwn(body.properties, name));
    expect(which.length).toBeGreaterThan(10);
    for (const operation of which) {
      const { status, problem } = await send(operation, JSON.stringify({ [name]: value }));
      const fields = (problem.errors ?? []).map(({ field }: { field: string }) => field);
      expect([operation.name, status, fields]).toEqual([operation.name, 400, expect.arrayContaining([name])]);
    }
    expect(await everything()).toEqual(before);
  },
);

describe('a valid body with a field that does not belong to it', () => {
  test.each([
    [
      'POST',
      '/auth/register',
      () => ({
        username: 'somebody_new',
        email: 'new@example.org',
        password: 'a long walk by the sea',
        fullName: 'New',
        roles: ['admin'],
        emailVerified: true,
      }),
    ],
    ['POST', '/posts', () => ({ content: 'Mine', userId: ids.userId, createdAt: '2000-01-01T00:00:00.000Z' })],
    ['PATCH', '/posts/{postId}', () => ({ content: 'Mine', userId: ids.userId })],
    ['PATCH', '/profiles/me', () => ({ bio: 'Mine', userId: ids.userId, status: 'banned' })],
    ['POST', '/posts/{postId}/comments', () => ({ content: 'Mine', userId: ids.userId })],
    ['PATCH', '/auth/me', () => ({ username: 'another_name', roles: ['admin'] })],
    ['PUT', '/notifications/preferences', () => ({ follow: false, userId: ids.userId })],
  ] as const)('%s %s does nothing at all', async (method, path, body) => {
    const before = await everything();
    const operation = withBody.find((one) => one.name === `${method} /api/v1${path}`)!;
    expect((await send(operation, JSON.stringify(body()))).status).toBe(400);
    expect(await everything()).toEqual(before);
  });

  test('a prototype in a body has no effect', async () => {
    const before = await caller.get('/profiles/me');
    const operation = withBody.find(({ name }) => name === 'PATCH /api/v1/profiles/me')!;
    const body = '{"bio":"Polluted","__proto__":{"fullName":"Evil","status":"banned","isAdmin":true}}';
    expect((await send(operation, body)).status).toBeLessThan(500);
    const { fullName, status } = (await caller.get('/profiles/me')).body;
    expect({ fullName, status }).toEqual({ fullName: before.body.fullName, status: before.body.status });
    expect((await Person.stranger.get('/auth/audit-log')).status).toBe(401);
  });

  test.each(['/media', '/profiles/me/picture'])('%s accepts no field beside the file', async (path) => {
    const form = new FormData();
    form.append('userId', ids.userId!);
    form.append('file', new Blob([png() as Uint8Array<ArrayBuffer>], { type: 'image/png' }), 'a.png');
    const method = path === '/media' ? 'POST' : 'PUT';
    const headers = { authorization: `Bearer ${caller.accessToken}` };
    const answer = await fetch(`${town.gatewayUrl}/api/v1${path}`, { method, headers, body: form });
    expect(answer.status).toBe(400);
  });
});
