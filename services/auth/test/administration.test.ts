import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestService } from '@townsquare/kit/testing';
import { decodeJwt } from 'jose';
import { KeyRing } from '../src/identity/keys/key-ring.js';
import { listActions } from '../src/moderation/data/audit-log.js';
import { administer } from '../src/moderation/use-cases/administer.js';
import { BOX, logIn, newPerson, post, startAuth } from './support.js';

let service: TestService;
beforeAll(async () => {
  service = await startAuth();
});
afterAll(() => service.stop());

const run = (...args: string[]) => administer(service.database, new KeyRing(service.database, BOX, 0), args);

describe('an operator', () => {
  test('makes the first administrator, and takes the role back', async () => {
    expect(await run('list')).toEqual(['No account has a role.']);
    const ana = await newPerson(service, 'ana');
    expect(await run('grant', 'Ana')).toEqual(['Ana has the role admin.']);
    expect(await run('grant', 'ana', 'admin')).toEqual(['Nothing to do: ana has the role admin.']);
    expect(await run('list')).toEqual(['admin  ana']);
    expect(decodeJwt((await logIn(service, 'ana')).accessToken).roles).toEqual(['admin', 'user']);
    expect(await run('revoke', 'ana')).toEqual(['ana no longer has the role admin.']);
    await post(service, 'refresh', { refreshToken: ana.refreshToken }).expect(401);
    const actions = await listActions(service.database.manager, { subjectId: ana.userId }, undefined, 10);
    expect(actions.map(({ actorId, action, details }) => [actorId, action, details])).toEqual([
      [null, 'role.revoked', { role: 'admin' }],
      [null, 'role.granted', { role: 'admin' }],
    ]);
  });

  test('changes the keys', async () => {
    const keys = new KeyRing(service.database, BOX, 0);
    expect(await run('rotate-keys')).toEqual(['The next key is published. It signs in five minutes.']);
    expect((await keys.publicKeys()).keys).toHaveLength(2);
    await run('replace-keys');
    expect((await keys.publicKeys()).keys).toHaveLength(1);
    const [last, before] = await listActions(service.database.manager, {}, undefined, 2);
    expect([last?.action, before?.action]).toEqual(['keys.replaced', 'keys.rotated']);
  });

  test.each([
    [[], 'No command given.'],
    [['promote', 'ana'], 'There is no command "promote".'],
    [['grant', 'nobody'], 'There is no account "nobody".'],
    [['grant', 'ana', 'king'], 'There is no role "king" to grant.'],
    [['grant', 'ana', 'user'], 'There is no role "user" to grant.'],
    [['remove-second-factor'], 'The reason must not be empty.'],
    [['remove-second-factor', 'ana'], 'The reason must not be empty.'],
    [['remove-second-factor', 'nobody', 'A passport was seen.'], 'There is no account "nobody".'],
  ])('is told what is wrong with %j', async (args, message) => {
    await expect(run(...args)).rejects.toThrow(message);
  });
});
