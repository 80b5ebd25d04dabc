import type { Scenario } from './scenario.js';
import { targetsOf } from './targets.js';

const WRITES_BETWEEN = 60;

export const kill: Scenario = {
  name: 'kill',
  description: 'kill -9 of each process in turn, then of two at once',
  async play({ breaker, random, untilAcknowledged, say }) {
    for (const targets of targetsOf(await breaker.names(), random)) {
      say(`kill -9 ${targets.join(' and ')}`);
      await breaker.kill(targets);
      await untilAcknowledged(WRITES_BETWEEN);
    }
  },
};
