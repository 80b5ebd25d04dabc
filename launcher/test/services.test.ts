import { expect, test } from '@jest/globals';
import { servicePorts } from '../src/ports.js';
import { instancesOf, isServiceName, services } from '../src/services.js';
import { isSidecarName, sidecarName } from '../src/sidecar/spec.js';

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
