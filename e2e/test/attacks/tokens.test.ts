import { beforeAll, describe, expect, test } from '@jest/globals';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, importJWK } from 'jose';
import { eventually } from '../../support/eventually.js';
import { filled, type Operation, operations } from '../../support/operations.js';
import { Person } from '../../support/person.js';
import { callersOf, routesOf, servicesWithRoutes } from '../../support/service-routes.js';
import { sidecarUrl, tokensOf } from '../../support/sidecars.js';
import { TokenForger } from '../../support/token-forger.js';
import { town } from '../../support/town.js';

/** A way to make a token that must be refused. */
type Forgery = (forger: TokenForger, person: Person) => Promise<string>;

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
const strangersKey = async (): Promise<CryptoKey> => (await generateKeyPair('EdDSA', { extractable: true })).privateKey;

/** The public key in two forms that a careless verifier might take for a shared secret. */
async function publicKeyAsText(forger: TokenForger): Promise<Uint8Array> {
  const key = (await importJWK(forger.publicJwk, 'EdDSA', { extractable: true })) as CryptoKey;
  return Buffer.from(await exportSPKI(key));
}
const publicKeyAsBytes = (forger: TokenForger): Uint8Array => Buffer.from(forger.publicJwk.x!, 'base64url');

const withClaims =
  (claims: object): Forgery =>
  (forger, person) =>
    forger.sign({ ...forger.claimsOf(person), ...claims });

const FORGERIES: Record<string, Forgery> = {
  'that has expired': withClaims({ exp: inSeconds(-60) }),
  'that never expires': withClaims({ exp: undefined }),
  'that is not valid yet': withClaims({ nbf: inSeconds(3600) }),
  'for another audience': withClaims({ aud: 'another-town' }),
  'for no audience': withClaims({ aud: undefined }),
  'of another issuer': withClaims({ iss: 'another-town' }),
  'without a subject': withClaims({ sub: undefined }),
  'of an account whose id is no number': withClaims({ sub: '1 OR 1=1' }),
  'with a role that does not exist': withClaims({ roles: ['owner'] }),
  'of no session': withClaims({ sid: undefined }),
  'with alg: none': async (forger, person) =>
    `${base64({ alg: 'none', typ: 'JWT' })}.${base64(forger.claimsOf(person))}.`,
  'with alg: none and the signature of a good one': async (forger, person) =>
    `${base64({ alg: 'none', kid: forger.kid })}.${person.accessToken!.split('.').slice(1).join('.')}`,
  'with HS256 under the public key as text': async (forger, person) =>
    forger.sign(forger.claimsOf(person), await publicKeyAsText(forger), { alg: 'HS256' }),
  'with HS256 under the public key as bytes': (forger, person) =>
    forger.sign(forger.claimsOf(person), publicKeyAsBytes(forger), { alg: 'HS256' }),
  'signed with a key of another': async (forger, person) => forger.sign(forger.claimsOf(person), await strangersKey()),
  'signed with a key that is not published': async (forger, person) =>
    forger.sign(forger.claimsOf(person), await strangersKey(), { kid: 'mine' }),
  'that brings its key along': async (forger, person) => {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    return forger.sign(forger.claimsOf(person), privateKey, { kid: 'mine', jwk: await exportJWK(publicKey) });
  },
  'whose roles were raised after it was signed': async (forger, person) => {
    const [header, , signature] = person.accessToken!.split('.');
    return `${header}.${base64({ ...forger.claimsOf(person), roles: ['admin'] })}.${signature}`;
  },
  'that is cut short': async (_forger, person) => person.accessToken!.slice(0, -10),
  'without its signature': async (_forger, person) => `${person.accessToken!.split('.').slice(0, 2).join('.')}.`,
  'that is no token': async () => 'let-me-in',
};

let all: Operation[];
let forger: TokenForger;
let ana: Person;

beforeAll(async () => {
  all = await operations();
  forger = await TokenForger.create();
  ana = await Person.join('ana');
});

/** The status of an answer, and `no problem document` with it where it has none. */
async function answerTo(url: string, method: string, headers: Record<string, string>): Promise<string> {
  const answer = await fetch(url, { method, headers });
  const text = await answer.text();
  if (answer.status < 400) return String(answer.status);
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json');
  return isProblem && JSON.parse(text).status === answer.status ? String(answer.status) : `${answer.status}: ${text}`;
}

/** How every operation at the gateway responds to a token, or to none. */
function atTheGateway(which: Operation[], token?: string): Promise<string[][]> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return Promise.all(
    which.map(async ({ name, method, path }) => [
      name,
      await answerTo(town.gatewayUrl + filled(path), method, headers),
    ]),
  );
}

/** How every route that checks tokens responds to one that did not pass the gateway. */
async function behindTheGateway(token: string): Promise<string[][]> {
  const answers: string[][] = [];
  for (const service of servicesWithRoutes) {
    for (const { method, path, access } of (await routesOf(service)).filter((route) => !callersOf(route))) {
      if (access === 'public') continue;
      const url = `${sidecarUrl('gateway')}/v1.0/invoke/${service}/method${filled(path)}`;
      const headers = { authorization: `Bearer ${token}`, 'dapr-api-token': tokensOf('gateway').daprApiToken };
      answers.push([`${method.toUpperCase()} ${path}`, await answerTo(url, method.toUpperCase(), headers)]);
    }
  }
  return answers;
}

const refused = (answers: string[][]) => answers.map(([name]) => [name, '401']);

test('a token that is forged exactly as auth makes them is accepted, so each following one is wrong in one thing alone', async () => {
  const token = await forger.sign(forger.claimsOf(ana));
  const answer = await fetch(`${town.gatewayUrl}/api/v1/auth/me`, { headers: { authorization: `Bearer ${token}` } });
  expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ userId: ana.userId })]);
});

test('every operation that needs a token is refused without one, and no other is', async () => {
  const closed = await atTheGateway(all.filter(({ isOpen }) => !isOpen));
  expect(closed.length).toBeGreaterThan(0);
  expect(closed).toEqual(refused(closed));
});

describe.each(Object.entries(FORGERIES))('a token %s', (_name, forge) => {
  test('is refused at the gateway by every operation, those that need none included', async () => {
    const answers = await atTheGateway(all, await forge(forger, ana));
    expect(answers).toEqual(refused(answers));
  });

  test('is refused by every route of every service that looks at tokens', async () => {
    const answers = await behindTheGateway(await forge(forger, ana));
    expect(answers.length).toBeGreaterThan(0);
    expect(answers).toEqual(refused(answers));
  });
});

test('the token of a session that has ended is refused by every operation within seconds', async () => {
  const ben = await Person.join('ben');
  expect((await Person.stranger.post('/auth/logout', { refreshToken: ben.refreshToken })).status).toBe(204);
  await eventually(
    () => atTheGateway(all, ben.accessToken),
    (answers) => answers.every(([, status]) => status === '401'),
    'refused at the gateway',
  );
  await eventually(
    () => behindTheGateway(ben.accessToken!),
    (answers) => answers.every(([, status]) => status === '401'),
    'refused by the services',
  );
});

test.each([
  ['Basic', (token: string) => `Basic ${token}`],
  ['no scheme', (token: string) => token],
  ['two tokens', (token: string) => `Bearer ${token}, Bearer ${token}`],
  ['nothing', () => 'Bearer '],
])('a good token in an Authorization header with %s is refused by every operation', async (_name, write) => {
  const headers = { authorization: write(ana.accessToken!) };
  const answers = await Promise.all(
    all.map(async ({ name, method, path }) => [name, await answerTo(town.gatewayUrl + filled(path), method, headers)]),
  );
  expect(answers).toEqual(refused(answers));
});

test('a token in the address is ignored', async () => {
  const answer = await fetch(`${town.gatewayUrl}/api/v1/auth/me?access_token=${ana.accessToken}`);
  expect(answer.status).toBe(401);
});
