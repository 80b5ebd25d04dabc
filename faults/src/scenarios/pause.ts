import type { Scenario } from './scenario.js';
import { targetsOf } from './targets.js';

const WRITES_BETWEEN = 60;
/** Shorter and longer than the time limits of clients, calls and leases. */
const SHORTEST_MS = 2_000;
const LONGEST_MS = 12_000;

export const pause: Scenario = {
  name: 'pause',
  description: 'each process in turn stopped where it is (SIGSTOP) for 2 to 12 seconds, then two at once',
  async play({ injector, random, untilAcknowledged, say }) {
    for (const targets of targetsOf(await injector.names(), random)) {
      const forMs = SHORTEST_MS + random.below(LONGEST_MS - SHORTEST_MS);
      say(`pausing ${targets.join(' and ')} for ${(forMs / 1000).toFixed(0)} s`);
      await injector.pause(targets, forMs);
      await untilAcknowledged(WRITES_BETWEEN);
    }
  },
};
