import { expect, test } from '@jest/globals';
import { PURGING_SERVICES, pendingServices } from './purge.js';

test('a deletion waits for each service that has not answered, and for no other', () => {
  expect(pendingServices([])).toEqual([...PURGING_SERVICES]);
  expect(pendingServices(['feed', 'feed', 'mail'])).not.toContain('feed');
  expect(pendingServices(PURGING_SERVICES)).toEqual([]);
});
