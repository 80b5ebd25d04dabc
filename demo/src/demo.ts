import { setTimeout as pause } from 'node:timers/promises';
import { differenceLines, everydayTown, operatorOf, recountTown } from '@townsquare/launcher';
import pc from 'picocolors';
import { type Figure, OwnerFigures } from './check/owner-figures.js';
import { settle } from './check/settle.js';
import { describeGaps, formatTable } from './check/table.js';
import { parseEdgeList } from './network/edge-list.js';
import { generateNetwork } from './network/generate.js';
import { type Network, summarizeDegrees } from './network/network.js';
import type { Options } from './options.js';
import { makePlan } from './plan/make-plan.js';
import type { Plan } from './plan/plan.js';
import { grouped, Progress } from './progress.js';
import { buildTown } from './town/build-town.js';
import { TownClient } from './town/town-client.js';

const KNOWN_LIMIT_MS = 60_000;
const SHOWN_GAPS = 20;

/** Builds the town, compares what was sent with what is there, and returns the exit code. */
export async function runDemo(
  options: Options,
  environment: NodeJS.ProcessEnv,
  readFile: (path: string) => string,
): Promise<number> {
  const started = performance.now();
  const progress = new Progress();
  const { graph, people, seed, posts, comments, reactions, images } = options;
  const network = graph === undefined ? generateNetwork(people, seed) : parseEdgeList(readFile(graph), graph);
  const plan = makePlan(network, seed, { posts, comments, reactions, images });
  introduce(progress, network, plan);

  const client = new TownClient(need(environment, 'TOWN_GATEWAY_URL'), options.concurrency);
  const owners = new OwnerFigures(need(environment, 'TOWN_TEST_MYSQL_URL'));
  const limitMs = options.settle * 1000;
  try {
    const stage = { progress, concurrency: options.concurrency };
    const town = await buildTown(plan, client, stage, (userIds) => waitUntilKnown(owners, userIds, progress));
    progress.say(`  ${grouped(client.requests)} requests, ${grouped(client.retries)} of them repeated\n`);
    const figures = await settle(() => owners.read(town), describeGaps, limitMs, progress);
    progress.say(formatTable(figures));
    const derived = await recounted(environment, limitMs, progress);
    return report(progress, figures, derived, plan, performance.now() - started);
  } finally {
    await Promise.all([client.close(), owners.close()]);
  }
}

/** What services derive, compared with the rows of the owners by the launcher's recount until events have been applied. */
async function recounted(environment: NodeJS.ProcessEnv, limitMs: number, progress: Progress): Promise<Derived> {
  const running = everydayTown(environment);
  const quiet = { step: <T>(_label: string, run: (note: () => void) => Promise<T>) => run(() => {}) };
  const read = async () => {
    const { checked, differing } = await recountTown(operatorOf(running), quiet);
    return { checked, differences: differenceLines(differing) };
  };
  return settle(read, ({ differences }) => differences, limitMs, progress);
}

interface Derived {
  checked: number;
  differences: string[];
}

/** A post can mention only people whom the post service knows: posts begin when it knows everybody. */
async function waitUntilKnown(owners: OwnerFigures, userIds: string[], progress: Progress): Promise<void> {
  const giveUpAt = Date.now() + KNOWN_LIMIT_MS;
  for (;;) {
    const known = await owners.knownToPosts(userIds);
    if (known >= userIds.length) return;
    if (Date.now() > giveUpAt) throw new Error(`After a minute, posts know ${known} of ${userIds.length} people.`);
    progress.update(`  posts know ${grouped(known)} of ${grouped(userIds.length)} people`);
    await pause(200);
  }
}

function introduce(progress: Progress, network: Network, plan: Plan): void {
  const { mean, median, p90, p99, max } = summarizeDegrees(network);
  progress.say(pc.bold(network.description));
  progress.say(`  friends: median ${median}, mean ${mean.toFixed(1)}, p90 ${p90}, p99 ${p99}, most ${max}`);
  const planned = [plan.follows, plan.posts, plan.comments, plan.reactions].map((items) => grouped(items.length));
  progress.say(`  plan: ${planned[0]} follows, ${planned[1]} posts, ${planned[2]} comments, ${planned[3]} reactions\n`);
}

function report(
  progress: Progress,
  figures: Figure[],
  { checked, differences }: Derived,
  plan: Plan,
  tookMs: number,
): number {
  const gaps = [...describeGaps(figures), ...differences];
  if (gaps.length > 0) {
    progress.say(pc.red('\nThe services do not agree:'));
    for (const gap of gaps.slice(0, SHOWN_GAPS)) progress.say(`  ${gap}`);
    if (gaps.length > SHOWN_GAPS)
      progress.say(`  and ${grouped(gaps.length - SHOWN_GAPS)} more: npm run recount shows all`);
    return 1;
  }
  const { username, password } = plan.people[0]!;
  progress.say(`\n${pc.green('All that was sent is there')}, after ${seconds(tookMs)}.`);
  progress.say(`Timelines, notifications, counters and search agree with it: ${grouped(checked)} rows were recounted.`);
  progress.say(`Look around as one of them: log in as ${username} with the password ${password}`);
  return 0;
}

function need(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`${name} is not set: run the demo with "npm run demo", which knows where the town is.`);
  return value;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
