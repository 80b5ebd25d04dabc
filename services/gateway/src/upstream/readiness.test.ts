import { expect, test } from '@jest/globals';
import { createReadiness } from './readiness.js';

function town() {
  const state = { sidecar: true, away: new Set<string>() };
  const ready = createReadiness(
    {
      sidecarIsReady: async () => state.sidecar,
      reach: async (id) => {
        if (state.away.has(id)) throw new Error('away');
      },
    },
    ['auth', 'post'],
    -1,
  );
  return { state, ready };
}

test('ready once every service has been reached, and it says which have not', async () => {
  const { state, ready } = town();
  state.away.add('post');
  await expect(ready()).rejects.toThrow('Not reached yet: post.');
  state.away.clear();
  await expect(ready()).resolves.toEqual({ services: 2 });
});

test('a service that goes away later does not take the gateway with it; its own sidecar does', async () => {
  const { state, ready } = town();
  await ready();
  state.away.add('post');
  await expect(ready()).resolves.toEqual({ services: 2 });
  state.sidecar = false;
  await expect(ready()).rejects.toThrow('sidecar');
});
