import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { AuthorizationServer } from '@townsquare/authorization-server';
import { runCommand } from '../../support/launcher.js';
import { type Json, Person } from '../../support/person.js';
import { trySchema } from '../../support/schemathesis.js';
import { startSignInServer } from '../../support/sign-in-server.js';
import { town } from '../../support/town.js';

/** Of each operation, beside those that its schema alone suggests. `npm run test:api` makes more. */
const EXAMPLES = Number(process.env.API_EXAMPLES || 3);

// Some 60 requests an operation, and more with more examples.
jest.setTimeout(10 * 60_000 + EXAMPLES * 30_000);

describe('the API holds to its own document', () => {
  let administrator: Person;
  let operations: number;
  /** Where the town leads whoever signs in with a provider: that it is away is no fault of the town's. */
  let provider: AuthorizationServer;
  beforeAll(async () => {
    provider = await startSignInServer();
    administrator = await Person.join('admin');
    const { code, output } = await runCommand('admin', 'grant', administrator.username, 'admin');
    expect([code, output]).toEqual([0, expect.any(String)]);
    const document = (await (await fetch(`${town.gatewayUrl}/openapi.json`)).json()) as Json;
    // All but the one that answers the document itself, which is where the requests come from.
    const { '/openapi.json': _own, ...paths } = document.paths;
    operations = Object.values<object>(paths).flatMap((item) => Object.keys(item)).length;
  });

  afterAll(() => provider?.stop());

  test.each(['signed in', 'signed out'])(
    'whatever is sent by somebody who is %s: no 5xx, no answer that is not described, nothing invalid accepted',
    async (caller) => {
      const variables = {
        API_CALLER: caller,
        API_RUN: randomBytes(3).toString('hex'),
        API_ADMINISTRATOR: administrator.username,
      };
      const { code, output } = await trySchema(town.gatewayUrl, EXAMPLES, variables);
      expect([code, code === 0 ? '' : output]).toEqual([0, '']);
      expect(output).toMatch(new RegExp(`Tested: +${operations}\\b`));
    },
  );

  test('and the town is whole afterwards', async () => {
    const answer = await fetch(`${town.gatewayUrl}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ ready: true })]);
  });
});
