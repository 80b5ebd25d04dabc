import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../failure.js';
import { Progress } from '../progress.js';
import { callService, type Operator } from './operator.js';

/** A rebuild, as the search service describes it. */
interface Rebuild {
  readonly state: 'running' | 'done' | 'failed';
  readonly documents: Readonly<Record<'users' | 'posts' | 'hashtags', number>>;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly fault: string | null;
}

const path = '/internal/rebuild';
const pauseMs = 500;

/** Has the search service build new indices while the town runs, and prints what they hold. */
export async function reindex(operator: Operator): Promise<number> {
  const progress = new Progress();
  const begun = await callService<Rebuild>(operator, 'search', 'POST', path);
  const done = await progress.step('Search indices built anew', (note) => ended(operator, begun, note), describe);
  progress.say(`\nThe new indices took the old ones' place after ${seconds(done)} s; the old ones are deleted.`);
  return 0;
}

/** Waits until the rebuild has ended. Throws a Failure when it failed; the old indices stay in use then. */
async function ended(operator: Operator, begun: Rebuild, note: (text: string) => void): Promise<Rebuild> {
  for (let rebuild = begun; ; rebuild = await callService<Rebuild>(operator, 'search', 'GET', path)) {
    if (rebuild.state === 'done') return rebuild;
    if (rebuild.state === 'failed') {
      const advice = `the indices are as they were; mend what it names, and run ${operator.typed('reindex')} again.`;
      throw new Failure(`The rebuild failed: ${rebuild.fault}`, advice, operator.log('search'));
    }
    note(describe(rebuild));
    await pause(pauseMs);
  }
}

function describe({ documents: { users, posts, hashtags } }: Rebuild): string {
  return `${users} people, ${posts} posts, ${hashtags} hashtags`;
}

function seconds({ startedAt, finishedAt }: Rebuild): string {
  return ((Date.parse(finishedAt ?? startedAt) - Date.parse(startedAt)) / 1000).toFixed(1);
}
