import { residentBytes, services, upParts, waitFor } from '@townsquare/launcher';
import { outboxLag } from '../faults/outboxes.js';
import type { Scenario, Stage } from './scenario.js';

const FULL_LIMIT_SECONDS = 3_600;

export const outage: Scenario = {
  name: 'outage',
  description: 'the broker stopped until the outboxes hold as many events as an hour brings, then started again',
  async play(stage) {
    const { session, injector, writes, figures, untilAcknowledged, say } = stage;
    await untilAcknowledged(writes / 10);
    figures['memory of the services before'] = await memoryOf(stage);
    // Each set of parts is named after its broker.
    const broker = session.town.profile;
    await injector.record('stopped until the outboxes were full', [broker], async () => {
      await session.supervisor.remove([broker]);
      const filled = await fill(stage);
      figures['events in the outboxes'] = filled;
      figures['memory with full outboxes'] = await memoryOf(stage);
      say(`${filled} events wait in the outboxes; the broker comes back`);
      const since = Date.now();
      await upParts(session);
      return async () => {
        const left = await outboxLag(session.town);
        if (left === undefined) return true;
        // People go on writing, so the outboxes are hardly ever empty; but nothing from before may be in them.
        const back = (Date.now() - since) / 1000;
        if (left.seconds > back) throw new Error(`${left.rows} events are in the outboxes, some from the outage`);
        figures['outboxes drained after'] ??= `${Math.round(back)} s`;
        return true;
      };
    });
    figures['memory with drained outboxes'] = await memoryOf(stage);
  },
};

/** Waits until the outboxes hold an event for each write that is wanted; returns how many they hold. */
async function fill({ session, writes, untilAcknowledged }: Stage): Promise<string> {
  if ((await outboxLag(session.town)) === undefined) {
    await untilAcknowledged(writes);
    return `those of ${writes} writes`;
  }
  const ask = async () => {
    const rows = (await outboxLag(session.town))?.rows ?? 0;
    return rows >= writes && rows;
  };
  return String(await waitFor(ask, { what: `${writes} events in the outboxes`, limitSeconds: FULL_LIMIT_SECONDS }));
}

async function memoryOf({ session }: Stage): Promise<string> {
  const ids = new Set(services.map(({ id }) => id));
  const apps = (await session.supervisor.list()).filter(({ name }) => ids.has(name));
  const each = apps.map(({ name, pid }) => ({ name, megabytes: Math.round((residentBytes(pid) ?? 0) / 2 ** 20) }));
  const largest = each.reduce((one, other) => (other.megabytes > one.megabytes ? other : one));
  const sum = each.reduce((total, { megabytes }) => total + megabytes, 0);
  return `${sum} MB in all, the largest ${largest.name} with ${largest.megabytes} MB`;
}
