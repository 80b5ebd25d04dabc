import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { findMarked, waitFor } from '@townsquare/launcher';
import { checkHistory, describeFinding } from '../src/check-history.js';
import { FaultInjector } from '../src/faults/fault-injector.js';
import { HistoryFile } from '../src/history/history-file.js';
import { LoadGenerator } from '../src/load/load-generator.js';

/**
 * The suite in small, on the town of the tests, so that every run of them breaks something: `npm run test:faults` does it
 * at full size. It runs after all other tests, which would not like it.
 */
const home = required('TOWN_HOME');
const base = Number(required('TOWN_PORT_BASE'));
const urls = [required('TOWN_GATEWAY_URL')];

const KILLED = [['post'], ['comment-sidecar'], ['redis'], ['feed', 'notification-sidecar'], ['mysql']];
const PAUSED = [['reaction-sidecar'], ['user']];
const PAUSE_MS = 5_000;
const WRITES_BETWEEN = 30;
const LIMIT_MS = 10 * 60_000;

test(
  'nothing is lost while parts of the town are killed and paused',
  async () => {
    const injector = new FaultInjector({ base, instances: 1 }, async () => findMarked(home));
    // Parts that run elsewhere are not ours to break.
    const own = new Set(await injector.names());
    const breakable = (targets: string[]) => targets.every((name) => own.has(name));
    const file = historyFile();
    const history = new HistoryFile(file);
    const seed = `ci${Date.now().toString(36)}`;
    const load = new LoadGenerator({ urls, history, seed, people: 10, newcomers: 2, rate: 30 });
    try {
      await load.start();
      for (const targets of KILLED.filter(breakable)) {
        await injector.kill(targets);
        await acknowledged(load, WRITES_BETWEEN);
      }
      for (const targets of PAUSED.filter(breakable)) {
        await injector.pause(targets, PAUSE_MS);
        await acknowledged(load, WRITES_BETWEEN);
      }
      await load.stop();
    } catch (error) {
      await load.abandon();
      throw error;
    }
    await history.close();
    const { findings, ...counts } = await checkHistory(file, urls, LIMIT_MS, () => undefined);
    expect(findings.map(describeFinding)).toEqual([]);
    expect(counts.acknowledged).toBeGreaterThan(WRITES_BETWEEN * injector.faults.length);
    expect(injector.faults.length).toBeGreaterThan(0);
  },
  2 * LIMIT_MS,
);

async function acknowledged(load: LoadGenerator, more: number): Promise<void> {
  const wanted = load.acknowledged + more;
  const what = `${more} acknowledged writes`;
  await waitFor(async () => load.acknowledged >= wanted, { what, limitSeconds: 120 });
}

function historyFile(): string {
  const folder = join(home, 'histories');
  mkdirSync(folder, { recursive: true });
  return join(folder, 'tests.jsonl');
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Run this with \`npm test\`, which starts a town for it.`);
  return value;
}
