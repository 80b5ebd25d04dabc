import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { servicePorts } from '../src/ports.js';
import { instancesOf, isServiceName, recountedServices, services } from '../src/services.js';
import { isSidecarName, sidecarName } from '../src/sidecar/spec.js';
import { repository } from '../src/town.js';

test('several instances of a service share its id, and neither name nor port', () => {
  const instances = instancesOf(3);
  expect(instances.filter(({ id }) => id === 'post').map(({ name }) => name)).toEqual(['post', 'post-2', 'post-3']);
  const ports = instances.flatMap(({ index }) => Object.values(servicePorts(4000, index)));
  expect(new Set(ports).size).toBe(5 * 3 * services.length);
});

test('names of services, sidecars and parts are told apart', () => {
  const names = [...instancesOf(2).map(({ name }) => name), ...instancesOf(2).map(sidecarName), 'mysql', 'redis'];
  expect(names.filter(isServiceName)).toEqual(instancesOf(2).map(({ name }) => name));
  expect(names.filter(isSidecarName)).toEqual(instancesOf(2).map(sidecarName));
});

test('a recount goes through every service that derives something, after the services from whose rows it does', () => {
  const order = recountedServices();
  expect(order).toEqual(['user', 'post', 'comment', 'reaction', 'engagement', 'feed', 'notification', 'search']);
});

test('each folder of services/ is in the list, and each service of the list has one', () => {
  const folders = readdirSync(join(repository, 'services')).filter((name) =>
    existsSync(join(repository, 'services', name, 'package.json')),
  );
  expect(services.map(({ id }) => id).sort()).toEqual(folders.sort());
});
