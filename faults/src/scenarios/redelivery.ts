import { servicePorts, services } from '@townsquare/launcher';
import { EventInterceptor } from '../faults/event-interceptor.js';
import type { Scenario } from './scenario.js';

/** Deliveries that were tampered with, for the report. */
let interceptor: EventInterceptor;

export const redelivery: Scenario = {
  name: 'redelivery',
  description:
    'of all deliveries, a third delayed so that others overtake them, a fifth made twice, some with their response lost, and ' +
    'in the end a third made once more in another order',
  async prepare({ town }, random, cleaning) {
    interceptor = new EventInterceptor(random);
    cleaning.push(() => interceptor.close());
    const ports = new Map<string, number>();
    for (const { index } of services) {
      const { app } = servicePorts(town.base, index);
      ports.set(String(app), await interceptor.listenBefore(app));
    }
    return { adapt: (spec) => ({ ...spec, args: withAppPort(spec.args, ports) }) };
  },
  async play({ writes, untilAcknowledged, injector, say }) {
    await untilAcknowledged(writes);
    const again = await interceptor.redeliver();
    say(`${again} events delivered once more`);
    const { delayed, duplicated, responsesLost } = interceptor;
    injector.count('delivery delayed', delayed);
    injector.count('delivery made twice', duplicated);
    injector.count('response to a delivery lost', responsesLost);
    injector.count('delivery made once more in the end', again);
  },
};

/** A sidecar's arguments, with the interceptor's port in the place of the app's. */
function withAppPort(args: readonly string[], ports: ReadonlyMap<string, number>): string[] {
  return args.map((value, index) => {
    const port = args[index - 1] === '--app-port' ? ports.get(value) : undefined;
    return port === undefined ? value : String(port);
  });
}
