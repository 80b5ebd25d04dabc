import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { derivedFiles } from '../src/deployments/files.js';
import { withScopesOf } from '../src/deployments/topic-scopes.js';
import { repository } from '../src/town.js';

test.each(Object.entries(derivedFiles()))('%s is what npm run deployments writes', (path, text) => {
  expect(readFileSync(join(repository, path), 'utf8')).toBe(text);
});

describe('the scopes of a profile', () => {
  const component = (settings: string, topics: string, services: string) =>
    `# About ${topics}.
metadata:
  name: events-post
spec:
  metadata:
${settings}    - name: publishingScopes
      value: >-
        post=${topics}
    - name: subscriptionScopes
      value: >-
        feed=${topics}
auth:
  secretStore: secrets
scopes: ${services}
`;

  test('become those of the other, and its settings and comments stay', () => {
    const redis = component('    - { name: redisHost, value: here }\n', 'post.created', '[post, feed]');
    const kafka = component('    - { name: brokers, value: there }\n', 'old', '\n  [\n    post,\n  ]');
    const written = withScopesOf(redis, kafka);
    expect(written).toBe(
      component('    - { name: brokers, value: there }\n', 'post.created', '[post, feed]').replace(
        '# About post.created.',
        '# About old.',
      ),
    );
    expect(withScopesOf(redis, written)).toBe(written);
  });

  test('of a component that the other has not are an error', () => {
    const other = component('', 'a', '[b]').replace('events-post', 'events-weather');
    expect(() => withScopesOf(component('', 'a', '[b]'), other)).toThrow('no component events-weather');
  });
});
