import { clocks } from './clocks.js';
import { disk } from './disk.js';
import { instances } from './instances.js';
import { kill } from './kill.js';
import { outage } from './outage.js';
import { pause } from './pause.js';
import { redelivery } from './redelivery.js';
import type { Scenario } from './scenario.js';

export const scenarios: readonly Scenario[] = [kill, pause, instances, redelivery, clocks, outage, disk];
