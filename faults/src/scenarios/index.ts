import { kill } from './kill.js';
import { pause } from './pause.js';
import type { Scenario } from './scenario.js';

export const scenarios: readonly Scenario[] = [kill, pause];
