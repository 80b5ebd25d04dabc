import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Role, Rule, Trial } from '../../support/access-rules.js';
import { ACCESS } from '../../support/access-table.js';
import { eventually } from '../../support/eventually.js';
import type { Ids } from '../../support/fixtures.js';
import { png } from '../../support/image.js';
import { runCommand } from '../../support/launcher.js';
import { filled } from '../../support/operations.js';
import { type Answer, Person } from '../../support/person.js';
import { routesOf, type ServiceRoute, servicesFolder, servicesWithRoutes } from '../../support/service-routes.js';

const nameOf = ({ method, path }: ServiceRoute) => `${method.toUpperCase()} ${path}`;

/** The entries of the table for one kind of caller, as jest lists them. */
function entries<R extends Rule>(is: (rule: Rule) => rule is R): [string, R][] {
  return Object.values(ACCESS).flatMap((routes) =>
    Object.entries(routes).flatMap(([name, rule]): [string, R][] => (is(rule) ? [[name, rule]] : [])),
  );
}

const ofKind = <W extends string>(who: W) =>
  entries((rule): rule is Extract<Rule, { who: W }> => (rule.who as unknown) === who);
const ofRoles = entries((rule): rule is Extract<Rule, { who: Role[] }> => Array.isArray(rule.who));

/** Calls a route by its name in the table. */
function call(caller: Person, name: string, ids: Ids, given?: Trial['body']): Promise<Answer> {
  const body = typeof given === 'function' ? given(ids, caller) : given;
  const [method, path] = name.split(' ') as [string, string];
  const address = filled(path.replace('/api/v1', ''), ids);
  if (method === 'GET') return caller.get(address);
  if (method === 'DELETE') return caller.delete(address, body);
  return caller[method.toLowerCase() as 'post' | 'put' | 'patch'](address, body);
}

/** Tries it; returns the status, and what the owner reads before and after. */
async function attempt(
  name: string,
  trial: Trial,
  owner: Person,
  attacker: Person,
  asks = (_name: string, ask: () => Promise<Answer>) => ask(),
) {
  const ids = await trial.make(owner, attacker);
  const before = await trial.read(owner, ids);
  const { status } = await asks(name, () => call(attacker, name, ids, trial.body));
  const after = await trial.read(owner, ids);
  expect(before.status).toBe(200);
  return { status, before: before.body, after: after.body };
}

describe('the table', () => {
  test.each(servicesWithRoutes)('has every route of %s, and no other', async (service) => {
    const existing = (await routesOf(service)).map(nameOf);
    expect(Object.keys(ACCESS[service] ?? {}).sort()).toEqual(existing.sort());
  });

  test.each(servicesWithRoutes)('says of each route of %s what the route demands', async (service) => {
    for (const route of await routesOf(service)) {
      expect([nameOf(route), demandOf(ACCESS[service]![nameOf(route)]!)]).toEqual([
        nameOf(route),
        expect.arrayContaining([written(route.access)]),
      ]);
    }
  });
});

describe('the table of limited attempts of signed-out clients', () => {
  test.each(servicesWithRoutes)(
    'names the limit for each route of %s that changes something, as the route does',
    async (service) => {
      for (const route of await routesOf(service)) {
        const name = nameOf(route);
        const rule = ACCESS[service]![name]!;
        const tried = rule.who === 'anyone' ? rule.attempt : undefined;
        expect([name, route.attempt]).toEqual([name, tried]);
        const isOpen = route.access === 'public' || route.access === 'optional';
        expect([name, tried !== undefined]).toEqual([name, isOpen && route.method !== 'get']);
      }
    },
  );

  test.each(servicesWithRoutes)('has the routes of %s that the gateway limits', async (service) => {
    const { chargesOf } = await import(join(servicesFolder, 'gateway/src/domain/charges.ts'));
    for (const { method, path, attempt } of await routesOf(service)) {
      const request = { method: method.toUpperCase(), path, address: '203.0.113.9', userId: '7' };
      const budgets: string[] = chargesOf(request).map(({ budget }: { budget: string }) => budget);
      const tried = budgets.filter((budget) => ['guess', 'mail', 'refresh'].includes(budget));
      expect([method, path, tried]).toEqual([method, path, attempt ? [attempt] : []]);
    }
  });
});

/** What a route may demand of its callers for a rule to hold. */
function demandOf({ who }: Rule): string[] {
  if (Array.isArray(who)) return [written({ roles: who })];
  if (typeof who === 'object') return [written(who)];
  const demands = {
    anyone: ['public', 'optional'],
    self: ['signedIn'],
    eachTheirOwn: ['signedIn'],
    readers: ['optional', 'signedIn'],
    owner: ['signedIn', 'optional'],
  };
  return demands[who];
}

function written(access: ServiceRoute['access']): string {
  if (typeof access === 'string') return access;
  const [[kind, names]] = Object.entries(access) as [[string, string[]]];
  return `${kind}: ${[...new Set(names)].sort().join(', ')}`;
}

describe("another user's things", () => {
  let owner: Person;
  let attacker: Person;
  beforeAll(async () => {
    [owner, attacker] = await Promise.all([Person.join('owner'), Person.join('attacker')]);
  });

  test.each(ofKind('owner'))('%s is refused, and nothing changes', async (name, { trial, refusal }) => {
    const { status, before, after } = await attempt(name, trial, owner, attacker);
    expect([status, after]).toEqual([refusal, before]);
  });

  test.each(ofKind('eachTheirOwn'))('%s does not change what another user has', async (name, { trial }) => {
    const { status, before, after } = await attempt(name, trial, owner, attacker);
    expect([status, after]).toEqual([204, before]);
  });

  test.each(ofKind('readers'))('%s is not found for those who may not see it', async (name, { trial }) => {
    // A block would be in the way of the other cases.
    const hidden = await Person.join('hidden');
    const { status, before, after } = await attempt(name, trial, hidden, attacker, closed);
    expect([status, after]).toEqual([404, before]);
  });

  /** Services hide content soon after a block, when its event arrives; they refuse writes at once. */
  function closed(name: string, ask: () => Promise<Answer>): Promise<Answer> {
    return name.startsWith('GET ') ? eventually(ask, ({ status }) => status === 404, `${name} is closed`) : ask();
  }

  test("a post cannot use another user's image", async () => {
    const mediaId = (await owner.upload('POST', '/media', png())).body.id;
    const mine = (await attacker.post('/posts', { content: 'Mine' })).body;
    expect((await attacker.post('/posts', { content: 'Look', mediaId })).status).toBe(400);
    expect((await attacker.patch(`/posts/${mine.id}`, { mediaId })).status).toBe(400);
    expect((await attacker.get(`/posts/${mine.id}`)).body.media).toBeNull();
    expect((await owner.post('/posts', { content: 'Mine', mediaId })).status).toBe(201);
  });

  test('a reply under one post cannot name a comment of a post that is not visible', async () => {
    // Not the owner above, whom the attacker has come to follow.
    const author = await Person.join('author');
    const { post, comment } = await hiddenComment(author);
    const mine = (await attacker.post('/posts', { content: 'Mine' })).body;
    for (const postId of [post, mine.id]) {
      const answer = await attacker.post(`/posts/${postId}/comments`, { content: 'Hi', parentCommentId: comment });
      expect([400, 404]).toContain(answer.status);
    }
    expect((await author.get(`/comments/${comment}/replies`)).body.items).toEqual([]);
  });
});

async function hiddenComment(owner: Person): Promise<{ post: string; comment: string }> {
  const post = (await owner.post('/posts', { content: 'Between us', isPrivate: true })).body.id;
  return { post, comment: (await owner.post(`/posts/${post}/comments`, { content: 'Ssh' })).body.id };
}

describe('an action of users for themselves', () => {
  let owner: Person;
  beforeAll(async () => {
    owner = await Person.join('owner');
  });

  /** Everything of an account that a request could change. */
  async function everythingOf(person: Person): Promise<unknown[]> {
    const paths = ['/auth/me', '/profiles/me', '/auth/sessions', '/notifications/preferences', '/notifications'];
    const answers = await Promise.all([...paths, `/users/${person.userId}/posts`].map((path) => person.get(path)));
    return answers.map(({ status, body }) => [status, body]);
  }

  test.each(ofKind('self'))('%s cannot be done for another user by naming them', async (name, { body }) => {
    const caller = await Person.join('caller');
    const before = await everythingOf(owner);
    const query = `?userId=${owner.userId}&user_id=${owner.userId}&id=${owner.userId}&username=${owner.username}`;
    const given = body?.(caller);
    const answers = [await call(caller, name + query, {}, given)];
    if (given) answers.push(await call(caller, name, {}, { ...given, userId: owner.userId, authorId: owner.userId }));
    for (const answer of answers) {
      expect(answer.status).toBeLessThan(500);
      expect(JSON.stringify(answer.body)).not.toContain(owner.username);
      expect(JSON.stringify(answer.body)).not.toContain(`"userId":"${owner.userId}"`);
    }
    expect(await everythingOf(owner)).toEqual(before);
  });
});

describe('an action that needs a role', () => {
  let owner: Person;
  const callers = {} as Record<Role | 'user', Person>;
  beforeAll(async () => {
    owner = await Person.join('owner');
    callers.user = await Person.join('user');
    for (const role of ['moderator', 'admin'] as const) {
      const person = await Person.join(role);
      const { code, output } = await runCommand('admin', 'grant', person.username, role);
      expect([code, output]).toEqual([0, expect.any(String)]);
      callers[role] = await person.logInAgain();
    }
  }, 120_000);

  test.each(ofRoles)('%s is refused without one of its roles, and nothing changes', async (name, rule) => {
    for (const role of ['user', 'moderator', 'admin'] as const) {
      if ((rule.who as string[]).includes(role)) continue;
      const { status, before, after } = await attempt(name, rule.trial, owner, callers[role]);
      expect([role, status, after]).toEqual([role, 403, before]);
    }
  });

  test.each(ofRoles)('%s is allowed to each of its roles', async (name, rule) => {
    for (const role of rule.who) {
      const subject = await Person.join('subject');
      const ids = await rule.trial.make(subject, callers[role]);
      const { status, body } = await call(callers[role], name, ids, rule.trial.body);
      // Past authorization it may still find nothing to do: there is no deletion, no sanction, no verified address.
      expect([role, [200, 204, 404, 409].includes(status), body]).toEqual([role, true, body]);
    }
  });

  test.each(['admin', 'moderator'])(
    'a %s who lost the role is refused with the earlier token',
    async (role) => {
      const person = await Person.join('former');
      await runCommand('admin', 'grant', person.username, role);
      const former = await person.logInAgain();
      expect((await former.get(`/auth/accounts/${owner.userId}`)).status).toBe(200);
      const taken = await callers.admin.delete(`/auth/accounts/${former.userId}/roles/${role}`);
      expect(taken.status).toBe(204);
      expect((await former.get(`/auth/accounts/${owner.userId}`)).status).toBe(401);
    },
    120_000,
  );

  test('no moderator takes part in a case about themselves', async () => {
    for (const role of ['admin', 'moderator'] as const) {
      const path = `/auth/accounts/${callers[role].userId}`;
      expect((await callers[role].put(`${path}/suspension`, { reason: 'Me', days: 1 })).status).toBe(403);
    }
  });
});
