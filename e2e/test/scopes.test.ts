import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { findMarked } from '@townsquare/launcher';
import { grouped } from '../support/grouped.js';
import { townSecrets } from '../support/secrets.js';
import { servicesWithRoutes } from '../support/service-routes.js';
import { appUrl, sidecarUrl, tokensOf } from '../support/sidecars.js';
import { town } from '../support/town.js';
import { readYaml } from '../support/yaml.js';

interface Component {
  kind: string;
  metadata: { name: string };
  spec: { metadata: { name: string; value?: string }[] };
  scopes: string[];
}

/** Topics by component, then by app. */
type Topics = Record<string, Record<string, string[]>>;

/** One service alone publishes each kind of event, but for this one, by which each says that it has purged an account. */
const PUBLISHED_BY_MANY = 'user.purged';

const components = readYaml<Component>(`components/${town.profile}/events.yaml`);

/** What each app may do in each component: `app=topic,topic;app=` as Dapr writes it. */
function topicsBy(setting: 'publishingScopes' | 'subscriptionScopes'): Topics {
  return Object.fromEntries(
    components.map(({ metadata, spec }) => {
      const text = spec.metadata.find(({ name }) => name === setting)?.value ?? '';
      const apps = text.replaceAll(/\s/g, '').split(';');
      return [metadata.name, Object.fromEntries(apps.map((app) => [app.split('=')[0], topicsOf(app)]))];
    }),
  );
}

const topicsOf = (app: string) => (app.split('=')[1] ?? '').split(',').filter(Boolean).sort();

function send(service: string, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { 'dapr-api-token': tokensOf(service).daprApiToken, 'content-type': 'text/plain' };
  return fetch(`${sidecarUrl(service)}/v1.0${path}`, { ...init, headers });
}

describe('topics', () => {
  const publishing = topicsBy('publishingScopes');
  const subscribing = topicsBy('subscriptionScopes');

  test.each(components.map(({ metadata, scopes }) => [metadata.name, scopes]))(
    '%s names the topics of each app that has it',
    (name, scopes) => {
      expect(Object.keys(publishing[name as string]!).sort()).toEqual([...scopes].sort());
      expect(Object.keys(subscribing[name as string]!).sort()).toEqual([...scopes].sort());
    },
  );

  test.each(servicesWithRoutes)('%s may receive the topics that it subscribes to, and no others', async (service) => {
    const headers = { 'dapr-api-token': tokensOf(service).appApiToken };
    const answer = await fetch(`${appUrl(service)}/dapr/subscribe`, { headers });
    const list = (await answer.json()) as { pubsubname: string; topic: string }[];
    const taken = grouped(list.map(({ pubsubname, topic }) => [pubsubname, topic]));
    const allowed = Object.entries(subscribing).flatMap(([name, apps]) => {
      const topics = apps[service] ?? [];
      return topics.length > 0 ? [[name, topics]] : [];
    });
    expect(Object.fromEntries(allowed)).toEqual(taken);
  });

  test('each event is published by one service, which is one that has the component', () => {
    const rights = Object.values(publishing).flatMap((apps) =>
      Object.entries(apps).flatMap(([app, topics]) => topics.map((topic): [string, string] => [topic, app])),
    );
    const publishers = grouped(rights);
    for (const [topic, apps] of Object.entries(publishers)) {
      if (topic.startsWith('deadletters.')) expect(new Set(apps)).toEqual(new Set([topic.split('.')[1]]));
      else if (topic !== PUBLISHED_BY_MANY) expect([topic, apps.length]).toEqual([topic, 1]);
    }
    const wanted = new Set(Object.values(subscribing).flatMap((apps) => Object.values(apps).flat()));
    for (const topic of wanted) expect(Object.keys(publishers)).toContain(topic);
  });

  test('a sidecar publishes nothing in the name of another service', async () => {
    const publish = (service: string, component: string, topic: string) =>
      send(service, `/publish/${component}/${topic}`, { method: 'POST', body: 'forged' });
    expect((await publish('comment', 'events-post', 'post.created')).status).toBe(403);
    expect((await publish('feed', 'events-user', 'user.deleted')).status).toBe(403);
    expect((await publish('post', 'deadletters', 'deadletters.feed')).status).toBe(403);
  });

  test('a service does not have a component that it does not use', async () => {
    const answer = await send('gateway', '/publish/events-post/post.created', { method: 'POST', body: 'forged' });
    expect(answer.status).toBe(404);
  });
});

describe('secrets', () => {
  const secrets = townSecrets('secrets');

  test('a service reads its own secrets, and no others', async () => {
    for (const service of ['gateway', ...servicesWithRoutes]) {
      for (const name of Object.keys(secrets)) {
        const { status } = await send(service, `/secrets/secrets/${name}`);
        const isOwn = new RegExp(`^${service}-(database|keys|redis|push|google|facebook|github)$`).test(name);
        expect([service, name, status]).toEqual([service, name, isOwn ? 200 : 403]);
      }
    }
  });

  test('cannot be listed by another service', async () => {
    const answer = await send('feed', '/secrets/secrets/bulk');
    expect(Object.keys((await answer.json()) as object)).toEqual(['feed-database']);
  });

  /** All secret values, with the tokens and the passwords of the town's own parts. */
  function confidential(): string[] {
    const passwords = Object.entries(townSecrets('admin'));
    const values = [...Object.values(secrets), ...Object.values(townSecrets('tokens'))].flatMap((one) =>
      Object.entries(one),
    );
    return [...passwords, ...values]
      .filter(([name]) => !/^user(name)?$/.test(name))
      .map(([, value]) => String(value))
      .filter((value) => value !== '');
  }

  test('are in the environment of no service, except the tokens between it and its sidecar', () => {
    const appIds = ['gateway', ...servicesWithRoutes];
    const apps = findMarked(town.home).filter(({ name }) => appIds.includes(name));
    expect(apps.map(({ name }) => name).sort()).toEqual([...appIds].sort());
    for (const { name, pid } of apps) {
      const own = Object.values(tokensOf(name));
      const environment = execFileSync('ps', ['eww', '-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
      for (const token of own) expect(environment).toContain(token);
      const shown = confidential().filter((value) => !own.includes(value) && environment.includes(value));
      expect([name, shown]).toEqual([name, []]);
    }
  });

  test('are in no log', () => {
    const logs = readdirSync(`${town.home}/logs`);
    expect(logs).toEqual(expect.arrayContaining(['auth.log', 'auth-sidecar.log', 'gateway.log', 'mysql.log']));
    for (const log of logs) {
      const text = readFileSync(`${town.home}/logs/${log}`, 'utf8');
      expect([log, confidential().filter((value) => text.includes(value))]).toEqual([log, []]);
    }
  });
});
