import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '@townsquare/launcher';
import { eventually } from '../support/eventually.js';
import { runCommand } from '../support/launcher.js';
import { adminInContainer, OperatorContainer } from '../support/operator-container.js';
import { Person } from '../support/person.js';
import { callersOf, operatorRoutesOf, routesOf, servicesWithRoutes } from '../support/service-routes.js';
import { publishRaw } from '../support/sidecars.js';

const RUN = Date.now().toString(36);
/** A recount looks again at what seems to differ, for 15 seconds; other tests run beside these commands. */
const LIMIT_MS = 120_000;

let operator: OperatorContainer;
beforeAll(async () => {
  operator = await OperatorContainer.start();
});
afterAll(() => operator?.stop());

describe("the operator's container", () => {
  test(
    'recounts every service, as npm run recount does',
    async () => {
      const { code, output } = await operator.run('recount');
      // Other tests write meanwhile, and some of them behind the back of the services.
      expect([0, 1]).toContain(code);
      expect(output).toMatch(code === 0 ? /Nothing differs\./ : /differs?; operator recount --repair corrects it\./);
      const parts = (text: string) => [...text.matchAll(/(\w+: [\w -]+): \d+/g)].map(([, part]) => part);
      const [beside, local] = [parts(output), parts((await runCommand('recount')).output)];
      expect(beside.length).toBeGreaterThan(10);
      expect(beside).toEqual(local);
    },
    LIMIT_MS,
  );

  test(
    'builds the search indices again',
    async () => {
      const { code, output } = await operator.run('reindex');
      expect({ code, output }).toMatchObject({ code: 0 });
      expect(output).toMatch(/Search indices built anew: \d+ people, \d+ posts, \d+ hashtags/);
    },
    LIMIT_MS,
  );

  test(
    'lists, shows, replays and discards the events that a service could not apply',
    async () => {
      await publishRaw('post', 'events-post', 'post.created', `nothing that anyone can read, ${RUN}`);
      const listed = await eventually(
        () => operator.run('deadletters', 'list', 'engagement'),
        ({ output }) => /^engagement \d+ {2}not an event/m.test(output),
        'the dead letter is listed',
        LIMIT_MS,
      );
      expect(listed.output).toContain('operator deadletters --help');
      const id = /^engagement (\d+) {2}not an event/m.exec(listed.output)![1]!;
      expect((await operator.run('deadletters', 'show', 'engagement', id)).output).toContain('"reason"');
      const replayed = await operator.run('deadletters', 'replay', 'engagement', id);
      expect([replayed.code, replayed.output]).toEqual([1, expect.stringContaining('not applied')]);
      const discarded = await operator.run('deadletters', 'discard', 'engagement', id);
      expect(discarded.output).toContain(`engagement ${id}  discarded`);
      const gone = await operator.run('deadletters', 'show', 'engagement', id);
      expect([gone.code, gone.output]).toEqual([1, expect.stringContaining('engagement: ')]);
    },
    LIMIT_MS,
  );

  test(
    "has no part in roles: those are changed in auth's own container, with its environment",
    async () => {
      const person = await Person.join('ana', 'Ana Silva');
      const granted = await adminInContainer('grant', person.username, 'moderator');
      expect(granted).toEqual({ code: 0, output: `${person.username} has the role moderator.\n` });
      expect((await adminInContainer('list')).output).toContain(`moderator  ${person.username}`);
      expect((await adminInContainer('revoke', person.username, 'moderator')).code).toBe(0);
      expect((await operator.run('admin', 'list')).code).toBe(2);
    },
    LIMIT_MS,
  );

  test(
    'explains what it can do, and refuses what it cannot',
    async () => {
      const help = await operator.run('--help');
      expect([help.code, help.output]).toEqual([0, expect.stringMatching(/deadletters.*reindex.*recount/s)]);
      expect((await operator.run('recount', '--repiar')).code).toBe(2);
    },
    LIMIT_MS,
  );

  test(
    'reaches the routes that name the operator, and no others',
    async () => {
      const routes = [];
      for (const service of servicesWithRoutes) {
        const others = (await routesOf(service)).filter((route) => !callersOf(route)?.includes(OPERATOR));
        for (const route of others) routes.push({ service, route, isAllowed: false });
        for (const route of await operatorRoutesOf(service)) routes.push({ service, route, isAllowed: true });
      }
      // The rebuild would begin: the test above shows that it is allowed.
      const asked = routes.filter(({ route }) => !(route.method === 'post' && route.path === '/internal/rebuild'));
      // At once, since a sidecar tries a call that was refused some more times, with pauses.
      const outcomes = await Promise.all(
        asked.map(async ({ service, route }) => {
          const path = route.path.replace(/\{\w+\}/g, 'nothing');
          const { status, text } = await operator.call(service, route.method.toUpperCase(), path);
          const isRefused = status === 403 && text.includes('access control policy has denied access');
          return [`${service}: ${route.method} ${route.path}`, !isRefused];
        }),
      );
      expect(outcomes).toEqual(
        asked.map(({ service, route, isAllowed }) => [`${service}: ${route.method} ${route.path}`, isAllowed]),
      );
    },
    LIMIT_MS,
  );
});
