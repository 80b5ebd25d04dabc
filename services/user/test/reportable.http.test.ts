import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { getReportable } from '@townsquare/contracts';
import supertest from 'supertest';
import { addProfiles, startUser, type UserUnderTest } from './start-user.js';

let town: UserUnderTest;
beforeAll(async () => {
  town = await startUser();
  await addProfiles(town.database, ['8001', '8002']);
});
afterAll(() => town.service.stop());

const ask = (id: string, readerId: string, service = 'auth') =>
  supertest(town.service.url)
    .get(getReportable.user.path)
    .query({ id, readerId })
    .set(town.service.fromService(service));

test('the reporter of a person gets the text of the profile, unless there is a block between the two', async () => {
  const { body } = await ask('8001', '8002');
  expect(body).toEqual({ authorId: '8001', text: 'Person 8001 (user_8001)', imageUrl: null, isPrivate: false });
  expect((await ask('999999', '8002')).status).toBe(404);
  await supertest(town.service.url)
    .put('/api/v1/users/8002/block')
    .set(await town.service.as('8001'))
    .expect(204);
  expect((await ask('8001', '8002')).status).toBe(404);
});

test('only the auth service gets it', async () => {
  expect((await ask('8001', '8001', 'feed')).status).toBe(403);
});
