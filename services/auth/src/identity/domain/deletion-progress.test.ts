import { expect, test } from '@jest/globals';
import { PURGING_SERVICES, pendingServices, progressOf } from './deletion-progress.js';

test('a deletion waits for each service that has not purged the account, and for no other', () => {
  expect(pendingServices([])).toEqual([...PURGING_SERVICES]);
  expect(pendingServices(['feed', 'feed', 'mail'])).not.toContain('feed');
  expect(pendingServices(PURGING_SERVICES)).toEqual([]);
});

test('each service waits since the deletion was asked for, until it is done', () => {
  const [requestedAt, purgedAt] = [new Date(1_000), new Date(2_000)];
  const progress = progressOf(requestedAt, [
    { service: 'feed', purgedAt },
    { service: 'mail', purgedAt },
  ]);
  expect(progress.map(({ service }) => service)).toEqual([...PURGING_SERVICES]);
  expect(progress).toContainEqual({ service: 'feed', state: 'done', since: purgedAt });
  expect(progress).toContainEqual({ service: 'post', state: 'waiting', since: requestedAt });
});
