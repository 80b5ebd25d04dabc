import { services, sidecarName } from '@townsquare/launcher';
import type { Scenario } from './scenario.js';

const INSTANCES = 2;
const WRITES_BETWEEN = 60;

export const instances: Scenario = {
  name: 'instances',
  description:
    'two instances of every service, of which one is killed, the app or its sidecar, while the other goes on',
  instances: INSTANCES,
  async play({ injector, random, untilAcknowledged, say }) {
    for (const service of random.shuffled(services)) {
      const number = 1 + random.below(INSTANCES);
      const name = number === 1 ? service.id : `${service.id}-${number}`;
      const target = random.chance(0.5) ? name : sidecarName({ name });
      say(`kill -9 ${target}`);
      await injector.kill([target]);
      await untilAcknowledged(WRITES_BETWEEN);
    }
  },
};
