import { beforeAll, describe, expect, test } from '@jest/globals';
import { grouped } from '../support/grouped.js';
import { callersOf, routesOf, type ServiceRoute, servicesWithRoutes } from '../support/service-routes.js';
import { sidecarUrl, tokensOf } from '../support/sidecars.js';
import { readYaml } from '../support/yaml.js';

interface Operation {
  name: string;
  httpVerb: string[];
  action: string;
}

interface Policy {
  appId: string;
  namespace: string;
  trustDomain: string;
  defaultAction: string;
  operations: Operation[];
}

interface Configuration {
  spec: { accessControl: { defaultAction: string; trustDomain: string; policies: Policy[] } };
}

/** Whose sidecars call others, which is what the policies in dapr/access are about. */
const CALLERS = ['gateway', ...servicesWithRoutes];
/** An operator calls the apps themselves, with their tokens, and through no sidecar. */
const OPERATOR = 'operator';
/** What the gateway may ask every service for, beside the public API. */
const FOR_GATEWAY = ['GET /openapi.json', 'GET /healthz'];

const policiesOf = (service: string) => readYaml<Configuration>(`dapr/access/${service}.yaml`)[0]!.spec.accessControl;
const isPublic = (route: ServiceRoute) => route.path.startsWith('/api/v1/');
/** What the gateway passes on with any method: that there is no such route is the service's to say. */
const PASSED_ON = ['/api/v1/**', '/.well-known/jwks.json'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const nameOf = ({ method, path }: ServiceRoute) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, '*')}`;

const routes: Record<string, ServiceRoute[]> = {};
beforeAll(async () => {
  for (const service of servicesWithRoutes) routes[service] = await routesOf(service);
});

/** Who may call a route that is not part of the public API: the services it names, or everybody where it names none. */
function allowedCallers(owner: string, route: ServiceRoute): string[] {
  const callers = callersOf(route) ?? CALLERS.filter((caller) => caller !== owner);
  return callers.filter((caller) => caller !== OPERATOR);
}

describe('the policies of the sidecars', () => {
  test.each(CALLERS)('refuse %s what nobody allowed, and name callers by their certificates', (service) => {
    const { defaultAction, trustDomain, policies } = policiesOf(service);
    expect([defaultAction, trustDomain]).toEqual(['deny', 'public']);
    for (const policy of policies) {
      expect(policy).toMatchObject({ namespace: 'townsquare', trustDomain: 'public', defaultAction: 'deny' });
      // The gateway's pages may be at any path, but for these.
      const refused = service === 'gateway' ? ['/metrics', '/dapr/**', '/events/**', '/internal/**'] : [];
      expect(policy.operations.filter(({ action }) => action !== 'allow').map(({ name }) => name)).toEqual(refused);
    }
  });

  test.each(servicesWithRoutes)('allow each service those routes of %s that name it', (owner) => {
    const expected = grouped([
      ...FOR_GATEWAY.map((name): [string, string] => ['gateway', name]),
      ...routes[owner]!.filter((route) => !isPublic(route)).flatMap((route) =>
        allowedCallers(owner, route)
          .filter((caller) => caller !== 'gateway' || callersOf(route))
          .map((caller): [string, string] => [caller, nameOf(route)]),
      ),
    ]);
    const allowed = Object.fromEntries(
      policiesOf(owner).policies.map(({ appId, operations }) => [
        appId,
        operations
          .filter(({ name }) => appId !== 'gateway' || !PASSED_ON.includes(name))
          .flatMap(({ name, httpVerb }) => httpVerb.map((verb) => `${verb} ${name}`))
          .sort(),
      ]),
    );
    expect(allowed).toEqual(expected);
  });

  test.each(servicesWithRoutes)('let the gateway alone through to the public API of %s', (owner) => {
    const passed = policiesOf(owner).policies.flatMap(({ appId, operations }) =>
      operations.filter(({ httpVerb }) => httpVerb.length > 1).map(({ name, httpVerb }) => [appId, name, httpVerb]),
    );
    const expected = owner === 'auth' ? PASSED_ON : PASSED_ON.slice(0, 1);
    expect(passed).toEqual(expected.map((name) => ['gateway', name, METHODS]));
  });
});

describe('calls from sidecar to sidecar', () => {
  /** Whether the call came as far as the service: what a sidecar refuses has no problem document. */
  async function reaches(caller: string, owner: string, method: string, path: string): Promise<boolean> {
    const answer = await fetch(`${sidecarUrl(caller)}/v1.0/invoke/${owner}/method${path}`, {
      method,
      headers: { 'dapr-api-token': tokensOf(caller).daprApiToken },
    });
    const text = await answer.text();
    if (answer.status !== 403) return true;
    return !text.includes('access control policy has denied access');
  }

  test.each(servicesWithRoutes)('%s is reached by whoever a route names, and by nobody else', async (owner) => {
    const attempts = routes[owner]!.filter((route) => !isPublic(route)).flatMap((route) =>
      CALLERS.filter((caller) => caller !== owner).map((caller) => ({ route, caller })),
    );
    // At once, since a sidecar tries a call that was refused some more times, with pauses.
    const outcomes = await Promise.all(
      attempts.map(async ({ route, caller }) => {
        const path = route.path.replace(/\{\w+\}/g, '7');
        return [caller, nameOf(route), await reaches(caller, owner, route.method.toUpperCase(), path)];
      }),
    );
    expect(outcomes).toEqual(
      attempts.map(({ route, caller }) => [caller, nameOf(route), allowedCallers(owner, route).includes(caller)]),
    );
  });

  test('nobody but the gateway reaches the public API of another', async () => {
    expect(await reaches('gateway', 'post', 'GET', '/api/v1/posts/7')).toBe(true);
    expect(await reaches('comment', 'post', 'GET', '/api/v1/posts/7')).toBe(false);
    expect(await reaches('feed', 'auth', 'POST', '/api/v1/auth/login')).toBe(false);
  });

  test('events and subscriptions are for the own sidecar', async () => {
    for (const path of ['/events/post.created', '/dapr/subscribe', '/deadletters']) {
      expect([path, await reaches('gateway', 'feed', 'POST', path)]).toEqual([path, false]);
    }
  });

  test('no service reaches the gateway', async () => {
    expect(await reaches('post', 'gateway', 'GET', '/healthz')).toBe(false);
  });
});
