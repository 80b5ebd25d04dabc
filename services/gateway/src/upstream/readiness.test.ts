import { expect, test } from '@jest/globals';
import { createReadiness } from './readiness.js';

function createTown() {
  const state = { sidecar: true, away: new Set<string>() };
  const dapr = {
    isReady: async () => state.sidecar,
    invoke: async <T>(appId: string, _method: string, path: string) => {
      if (state.away.has(appId)) throw new Error('away');
      return (path === '/healthz' ? { alive: true } : null) as T;
    },
  };
  return { state, ready: createReadiness(dapr, ['auth', 'post'], -1) };
}

test('the gateway is ready once every service has been reached, and says which have not', async () => {
  const { state, ready } = createTown();
  state.away.add('post');
  await expect(ready()).rejects.toThrow('Not reached yet: post.');
  state.away.clear();
  await expect(ready()).resolves.toEqual({ services: 2 });
});

test('a service that fails later leaves the gateway ready; its own sidecar does not', async () => {
  const { state, ready } = createTown();
  await ready();
  state.away.add('post');
  await expect(ready()).resolves.toEqual({ services: 2 });
  state.sidecar = false;
  await expect(ready()).rejects.toThrow('sidecar');
});
