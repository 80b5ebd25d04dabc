import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { repository } from '../src/town.js';
import { copyScopes } from '../src/write-event-scopes.js';

const read = (path: string) => readFileSync(`${repository}/${path}`, 'utf8');

test.each(['components/kafka/events.yaml', 'components/rabbitmq/events.yaml', 'k8s/base/dapr/events.yaml'])(
  '%s gets the topics of the default profile, component by component, and keeps its other settings',
  (path) => {
    const source = read('components/redis/events.yaml');
    const target = read(path);
    const outdated = target.replaceAll('user.deleted', 'user.gone').replaceAll('post.created', 'post.made');
    expect(outdated).not.toBe(target);
    expect(copyScopes(source, outdated)).toBe(target);
  },
);
