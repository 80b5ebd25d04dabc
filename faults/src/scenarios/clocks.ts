import { services } from '@townsquare/launcher';
import { findFaketime } from '../faults/faketime.js';
import type { Scenario } from './scenario.js';

/** The services may differ by less than a minute: see CLOCK_MARGIN_SECONDS in the feed. */
const SECONDS_OFF = 25;

export const clocks: Scenario = {
  name: 'clocks',
  description: `the clocks of five services ${SECONDS_OFF} seconds fast, those of five ${SECONDS_OFF} seconds slow`,
  async prepare() {
    const library = await findFaketime();
    const ids = services.map(({ id }) => id);
    return {
      adapt(spec) {
        if (!ids.includes(spec.name)) return spec;
        const sign = ids.indexOf(spec.name) % 2 === 0 ? '+' : '-';
        const clock = { LD_PRELOAD: library, FAKETIME: `${sign}${SECONDS_OFF}s`, FAKETIME_DONT_FAKE_MONOTONIC: '1' };
        return { ...spec, env: { ...spec.env, ...clock } };
      },
    };
  },
  play: ({ writes, untilAcknowledged }) => untilAcknowledged(writes),
};
