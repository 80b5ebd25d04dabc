import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import supertest from 'supertest';
import { type AuthWithMail, type LoggedIn, newPerson, PASSWORD, post, SIDECAR, startAuthWithMail } from './support.js';

let auth: AuthWithMail;
beforeAll(async () => {
  auth = await startAuthWithMail({ staffSecondFactor: 'required' });
});
afterAll(() => auth.service.stop());

/** Whether the next access token of a session opens the moderators' queue. */
async function seesQueue(person: LoggedIn): Promise<number> {
  const { body } = await post(auth.service, 'refresh', { refreshToken: person.refreshToken }).expect(200);
  Object.assign(person, body, { headers: { ...SIDECAR, authorization: `Bearer ${body.accessToken}` } });
  return (await supertest(auth.service.url).get('/api/v1/moderation/cases').set(person.headers)).status;
}

test('a role counts while its holder has a second factor', async () => {
  const moderator = await newPerson(auth.service, 'marshal', ['moderator']);
  expect(await seesQueue(moderator)).toBe(403);
  const me = await supertest(auth.service.url).get('/api/v1/auth/me').set(moderator.headers);
  expect(me.body).toMatchObject({ roles: ['user', 'moderator'], secondFactor: false });

  const begun = await post(auth.service, 'me/second-factor', { password: PASSWORD }, moderator.headers);
  const totp = new TOTP({ secret: Secret.fromBase32(begun.body.secret) });
  await post(auth.service, 'me/second-factor/confirm', { code: totp.generate() }, moderator.headers).expect(200);
  expect(await seesQueue(moderator)).toBe(200);

  const code = totp.generate({ timestamp: Date.now() + 30_000 });
  await supertest(auth.service.url)
    .delete('/api/v1/auth/me/second-factor')
    .set(moderator.headers)
    .send({ password: PASSWORD, code })
    .expect(204);
  expect(await seesQueue(moderator)).toBe(403);
});
