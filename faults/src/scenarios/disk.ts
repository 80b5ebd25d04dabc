import { setTimeout as pause } from 'node:timers/promises';
import { townPaths } from '@townsquare/launcher';
import { SmallDisk } from '../faults/small-disk.js';
import type { Scenario } from './scenario.js';

const MEGABYTES = 1_500;
const FULL_MS = 20_000;
const TIMES = 2;

/** The disks of the run that goes on, by the name of the part whose they are. */
let disks: ReadonlyMap<string, SmallDisk>;

export const disk: Scenario = {
  name: 'disk',
  description: `no room left for ${FULL_MS / 1000} seconds on the disk of MySQL, then on that of Redis`,
  async prepare({ town }, _random, cleaning) {
    const { mysql, redis } = townPaths(town);
    const mounted = new Map<string, SmallDisk>();
    for (const [part, folder] of Object.entries({ mysql, redis })) {
      const small = await SmallDisk.mount(folder, MEGABYTES);
      cleaning.push(() => small.unmount());
      mounted.set(part, small);
    }
    disks = mounted;
    return {};
  },
  async play({ injector, untilAcknowledged, writes, say }) {
    for (const [part, small] of Array.from({ length: TIMES }, () => [...disks]).flat()) {
      await untilAcknowledged(writes / 10);
      say(`the disk of ${part} is full`);
      await injector.record(`disk full for ${FULL_MS / 1000} s`, [part], async () => {
        small.fill();
        await pause(FULL_MS);
        small.free();
        return async () => true;
      });
    }
  },
};
