import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Progress } from '@townsquare/demo/progress';
import { Random } from '@townsquare/demo/random';
import { freshTown, operatorOf, recount, type Session, servicePorts, waitFor } from '@townsquare/launcher';
import { checkHistory } from './check-history.js';
import type { Finding } from './checker/finding.js';
import { FaultInjector } from './faults/fault-injector.js';
import { HistoryFile } from './history/history-file.js';
import { LoadGenerator } from './load/load-generator.js';
import type { Options } from './options.js';
import type { Result } from './report/result.js';
import type { Scenario } from './scenarios/scenario.js';

const PEOPLE = 24;
const NEWCOMERS = 16;
/** A scenario in which writes no longer get through ends with an error. */
const STUCK_SECONDS = 600;

/**
 * Runs a scenario on a fresh town: the load, the faults, and when all is whole again the check. What is to be done when the
 * town has been stopped goes into `cleaning`.
 */
export async function runScenario(
  session: Session,
  scenario: Scenario,
  options: Options,
  cleaning: (() => Promise<void>)[],
): Promise<Result> {
  const seed = `${options.seed}-${scenario.name}`;
  const random = new Random(seed).fork('faults');
  const { adapt } = (await scenario.prepare?.(session, random, cleaning)) ?? {};
  await freshTown(adapt ? { ...session, adapt } : session);
  return playAndCheck(session, scenario, random, { ...options, seed });
}

async function playAndCheck(session: Session, scenario: Scenario, random: Random, options: Options): Promise<Result> {
  const startedAt = new Date();
  const progress = new Progress();
  const urls = gatewayUrls(session, scenario);
  const file = historyFile(session, scenario);
  const history = new HistoryFile(file);
  const { seed, rate, writes } = options;
  const load = new LoadGenerator({ urls, history, seed, people: PEOPLE, newcomers: NEWCOMERS, rate });
  const listRunning = async () => (await session.supervisor.list()).filter(({ status }) => status === 'online');
  const injector = new FaultInjector(session.town, listRunning);
  const untilAcknowledged = async (more: number) => {
    const wanted = load.acknowledged + more;
    const what = `${more} acknowledged writes`;
    await waitFor(async () => load.acknowledged >= wanted, { what, limitSeconds: STUCK_SECONDS });
  };
  const say = (text: string) => progress.say(`  ${load.acknowledged} writes; ${text}`);
  const figures: Record<string, string> = {};
  try {
    await load.start();
    await scenario.play({ session, injector, load, random, writes, untilAcknowledged, figures, say });
    await untilAcknowledged(Math.max(0, writes - load.acknowledged));
    await load.stop();
  } catch (error) {
    await load.abandon();
    throw error;
  }
  const loadSeconds = (Date.now() - startedAt.getTime()) / 1000;
  await waitFor(() => injector.isWhole(), { what: 'The whole town', limitSeconds: STUCK_SECONDS });
  await history.close();
  progress.say(
    `  ${load.acknowledged} writes in ${loadSeconds.toFixed(0)} s, ${injector.faults.length} faults; checking`,
  );
  const checked = await checkHistory(file, urls, options.limit * 1000, (text) => progress.update(`  ${text}`));
  const findings = [...checked.findings, ...(await recounted(session))];
  const { profile } = session.town;
  const { name, description } = scenario;
  const run = { profile, scenario: name, description, seed, startedAt: startedAt.toISOString(), loadSeconds };
  return { ...run, ...checked, findings, faults: injector.faults, figures };
}

/** The other proof, from inside: what services derive is recounted from the owners' rows. */
async function recounted({ town }: Session): Promise<Finding[]> {
  if ((await recount(operatorOf(town), { repair: false })) === 0) return [];
  return [
    { section: 'rows', view: 'recount', kind: 'wrong', what: 'npm run recount finds differences; see its lines above' },
  ];
}

function historyFile(session: Session, scenario: Scenario): string {
  const folder = join(session.town.home, 'histories');
  mkdirSync(folder, { recursive: true });
  return join(folder, `${session.town.profile}-${scenario.name}.jsonl`);
}

function gatewayUrls({ town }: Session, { instances = 1 }: Scenario): string[] {
  return Array.from({ length: instances }, (_, index) => `http://127.0.0.1:${servicePorts(town.base, 10 * index).app}`);
}
