import type { Scenario } from './scenario.js';
import { targetsOf } from './targets.js';

const WRITES_BETWEEN = 60;

export const kill: Scenario = {
  name: 'kill',
  description: 'kill -9 of each process in turn, then of two at once',
  async play({ injector, random, untilAcknowledged, say }) {
    for (const targets of targetsOf(await injector.names(), random)) {
      say(`kill -9 ${targets.join(' and ')}`);
      await injector.kill(targets);
      await untilAcknowledged(WRITES_BETWEEN);
    }
  },
};
