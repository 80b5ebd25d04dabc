import { servicePorts, services } from '@townsquare/launcher';
import { Meddler } from '../faults/meddler.js';
import type { Scenario } from './scenario.js';

/** Deliveries that were tampered with, for the report. */
let meddler: Meddler;

export const redelivery: Scenario = {
  name: 'redelivery',
  description:
    'of all deliveries, a third held up so that others overtake them, a fifth made twice, some with their answer lost, and ' +
    'in the end a third made once more in another order',
  async prepare({ town }, random, cleaning) {
    meddler = new Meddler(random);
    cleaning.push(() => meddler.close());
    const ports = new Map<string, number>();
    for (const { index } of services) {
      const { app } = servicePorts(town.base, index);
      ports.set(String(app), await meddler.standBefore(app));
    }
    return { adapt: (spec) => ({ ...spec, args: withAppPort(spec.args, ports) }) };
  },
  async play({ writes, untilAcknowledged, breaker, say }) {
    await untilAcknowledged(writes);
    const again = await meddler.deliverAgain();
    say(`${again} events delivered once more`);
    const { heldUp, doubled, answersLost } = meddler;
    breaker.count('delivery held up', heldUp);
    breaker.count('delivery made twice', doubled);
    breaker.count('answer to a delivery lost', answersLost);
    breaker.count('delivery made once more in the end', again);
  },
};

/** A sidecar's arguments, with the meddler's port in the place of the app's. */
function withAppPort(args: readonly string[], ports: ReadonlyMap<string, number>): string[] {
  return args.map((value, index) => {
    const port = args[index - 1] === '--app-port' ? ports.get(value) : undefined;
    return port === undefined ? value : String(port);
  });
}
