import { setTimeout as pause } from 'node:timers/promises';
import pc from 'picocolors';
import { expectationsOf } from './check/expectations.js';
import { type Figure, readFigures } from './check/figures.js';
import { madeBy } from './check/made.js';
import { OwnerRows } from './check/owner-rows.js';
import { SearchDocuments } from './check/search-documents.js';
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
import type { BuiltTown } from './town/built-town.js';
import { TownClient } from './town/town-client.js';

const KNOWN_LIMIT_MS = 60_000;

/** Builds the town and compares what was sent with what is there; answers the exit code. */
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
  const rows = new OwnerRows(need(environment, 'TOWN_TEST_MYSQL_URL'));
  const documents = new SearchDocuments(need(environment, 'TOWN_TEST_ELASTICSEARCH_URL'));
  try {
    const stage = { progress, concurrency: options.concurrency };
    const town = await buildTown(plan, client, stage, (userIds) => waitUntilKnown(rows, userIds, progress));
    const [expected, made] = [expectationsOf(plan), madeBy(town)];
    const sentAt = performance.now();
    const read = () => readFigures(expected, made, rows, documents);
    const figures = await settle(read, options.settle * 1000, progress);
    const settled = `settled ${seconds(performance.now() - sentAt)} after the last request`;
    progress.say(`  ${grouped(client.requests)} requests, ${grouped(client.retries)} of them repeated; ${settled}\n`);
    return report(progress, figures, town, performance.now() - started);
  } finally {
    await Promise.all([client.close(), rows.close()]);
  }
}

/** A mention is of somebody whom the post service has heard of: posts begin when it has heard of everybody. */
async function waitUntilKnown(rows: OwnerRows, userIds: string[], progress: Progress): Promise<void> {
  const giveUpAt = Date.now() + KNOWN_LIMIT_MS;
  for (;;) {
    const known = await rows.knownToPosts(userIds);
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

function report(progress: Progress, figures: Figure[], { plan }: BuiltTown, tookMs: number): number {
  progress.say(formatTable(figures));
  const gaps = describeGaps(figures);
  if (gaps.length > 0) {
    progress.say(pc.red('\nThe services do not agree:'));
    for (const gap of gaps) progress.say(`  ${gap}`);
    return 1;
  }
  const { username, password } = plan.people[0]!;
  progress.say(`\n${pc.green(`All ${figures.length} figures agree`)}, after ${seconds(tookMs)}.`);
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
