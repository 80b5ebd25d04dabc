import { describe, expect, test } from '@jest/globals';
import { services } from '@townsquare/launcher';
import { filled } from '../../support/operations.js';
import { routesOf, servicesWithRoutes } from '../../support/service-routes.js';
import { appUrl, sidecarUrl, tokensOf } from '../../support/sidecars.js';

const ALL = services.map(({ id }) => id);

/** What a client without the right token could offer as a token: nothing, a guess, and those of everybody else. */
function wrongTokens(
  service: string,
  kind: 'appApiToken' | 'daprApiToken',
): [whose: string, token: string | undefined][] {
  const others = ALL.filter((other) => other !== service);
  const own = tokensOf(service);
  return [
    ['none', undefined],
    ['an empty one', ''],
    ['a guess', 'x'.repeat(own[kind].length)],
    ['the one of the other direction', kind === 'appApiToken' ? own.daprApiToken : own.appApiToken],
    ...others.map((other): [string, string] => [other, tokensOf(other)[kind]]),
  ];
}

async function statusOf(url: string, method: string, headers: Record<string, string>): Promise<number> {
  const body = method === 'POST' ? '{}' : null;
  const answer = await fetch(url, { method, headers: { 'content-type': 'application/json', ...headers }, body });
  await answer.arrayBuffer();
  return answer.status;
}

const asToken = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { 'dapr-api-token': token };

describe.each(servicesWithRoutes)('%s, called directly', (service) => {
  const paths = async (): Promise<[string, string][]> => [
    ...(await routesOf(service)).map(({ method, path }): [string, string] => [method.toUpperCase(), filled(path)]),
    ['GET', '/openapi.json'],
    ['GET', '/dapr/subscribe'],
    ['POST', '/events/user.deleted'],
    ['POST', '/deadletters'],
    ['GET', '/internal/deadletters'],
  ];

  test.each(wrongTokens(service, 'appApiToken'))('refuses %s as a token', async (_whose, token) => {
    // A client that reaches an app directly can claim to be any of its callers.
    const claims = { 'dapr-caller-app-id': 'gateway', authorization: 'Bearer x' };
    for (const [method, path] of await paths()) {
      const status = await statusOf(appUrl(service) + path, method, { ...claims, ...asToken(token) });
      expect([method, path, status]).toEqual([method, path, 401]);
    }
  });

  test('accepts the right token, so the refusals were about the token', async () => {
    const headers = asToken(tokensOf(service).appApiToken);
    expect(await statusOf(`${appUrl(service)}/dapr/subscribe`, 'GET', headers)).toBe(200);
  });
});

describe.each(ALL)('the sidecar of %s', (service) => {
  const paths: [string, string][] = [
    ['GET', '/v1.0/metadata'],
    ['GET', '/v1.0/secrets/secrets/bulk'],
    ['GET', `/v1.0/secrets/secrets/${service}-database`],
    ['GET', '/v1.0/state/state/x'],
    ['POST', '/v1.0/state/state'],
    ['POST', '/v1.0/publish/events/user.deleted'],
    ['POST', '/v1.0/bindings/media'],
    ['POST', '/v1.0/bindings/mail'],
    ['GET', '/v1.0/invoke/auth/method/internal/users/1'],
    ['GET', `/v1.0/invoke/${service}/method/healthz`],
    ['POST', '/v1.0/shutdown'],
    ['GET', '/v1.0/actors/x/y/state/z'],
    ['GET', '/v1.0-alpha1/configuration/x'],
  ];

  test.each(wrongTokens(service, 'daprApiToken'))('refuses calls with %s as a token', async (_whose, token) => {
    for (const [method, path] of paths) {
      const status = await statusOf(sidecarUrl(service) + path, method, asToken(token));
      expect([method, path, status]).toEqual([method, path, 401]);
    }
  });

  test('accepts its own token, so the refusals were about the token', async () => {
    const headers = asToken(tokensOf(service).daprApiToken);
    expect(await statusOf(`${sidecarUrl(service)}/v1.0/metadata`, 'GET', headers)).toBe(200);
  });
});
