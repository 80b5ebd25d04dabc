import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { AuthorizationServer } from '@townsquare/authorization-server';
import { runCommand } from '../../support/launcher.js';
import { type Json, Person } from '../../support/person.js';
import { installSchemathesis, trySchema } from '../../support/schemathesis.js';
import { startSignInServer } from '../../support/sign-in-server.js';
import { town } from '../../support/town.js';

/** How many examples of each operation are tried, beside those that its schema suggests. `npm run test:api` makes more. */
const EXAMPLES = Number(process.env.API_EXAMPLES || 3);

// Some 60 requests an operation, and more with more examples.
jest.setTimeout(10 * 60_000 + EXAMPLES * 30_000);

describe('the API holds to its own document', () => {
  let administrator: Person;
  let operations: number;
  /** The provider that the town sends people to who sign in with one. Without it the town would rightly respond 503. */
  let provider: AuthorizationServer;
  beforeAll(async () => {
    provider = await startSignInServer();
    administrator = await Person.join('admin');
    const { code, output } = await runCommand('admin', 'grant', administrator.username, 'admin');
    expect([code, output]).toEqual([0, expect.any(String)]);
    const document = (await (await fetch(`${town.gatewayUrl}/openapi.json`)).json()) as Json;
    // All but the route of the document itself, which is where the requests come from.
    const { '/openapi.json': _own, ...paths } = document.paths;
    operations = Object.values<object>(paths).flatMap((item) => Object.keys(item)).length;
  });

  afterAll(() => provider?.stop());

  test('requests of signed-in and of signed-out clients get no 5xx and only described responses, and nothing invalid is accepted', async () => {
    const program = await installSchemathesis();
    // Both at once: each spends most of its time waiting for the town.
    const runs = await Promise.all(
      ['signed in', 'signed out'].map((caller) => {
        const variables = {
          API_CALLER: caller,
          API_RUN: randomBytes(3).toString('hex'),
          API_ADMINISTRATOR: administrator.username,
        };
        return trySchema(program, town.gatewayUrl, EXAMPLES, variables);
      }),
    );
    for (const { code, output } of runs) {
      expect([code, code === 0 ? '' : output]).toEqual([0, '']);
      expect(output).toMatch(new RegExp(`Tested: +${operations}\\b`));
    }
  });

  test('the town is ready afterwards', async () => {
    const answer = await fetch(`${town.gatewayUrl}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ ready: true })]);
  });
});
