import { Crowd } from '@townsquare/e2e/crowd';
import { call, join, MYSQL_URL, type Session } from './town.js';

const POSTS = 9;
const LOOK_EVERY_MS = 5;
const LIMIT_MS = 60_000;

/** One look asks for every so many followers: less than the batch that is announced at once. */
const STEP = 250;

/**
 * Measures how long a post takes from its commit to the last of its author's followers: to all timelines, and to all
 * notifications. Followers are gathered first, and leave at the end.
 */
async function main(): Promise<void> {
  const followers = Number(process.argv[2] ?? 10_000);
  const author = await join('speaker');
  console.log(`Gathering ${followers} followers …`);
  const crowd = await Crowd.gather(MYSQL_URL, author.userId, followers);
  try {
    const runs = [];
    for (let n = 1; n <= POSTS; n++) runs.push(await measure(crowd, author, n));
    console.table(runs);
    console.log(`timelines: p50 ${median(runs.map((run) => run['timelines ms']))} ms`);
    console.log(`notifications: p50 ${median(runs.map((run) => run['notifications ms']))} ms`);
  } finally {
    await crowd.leave();
  }
}

async function measure(crowd: Crowd, author: Session, n: number) {
  const content = `Number ${n}, to everybody at once`;
  const { id, createdAt } = await call<{ id: string; createdAt: string }>('POST', '/posts', author, { content });
  const post = { id, createdAt: new Date(createdAt) };
  const sample = [crowd.size - 1];
  for (let place = 0; place < crowd.size; place += STEP) sample.push(place);
  const [timelines, notifications] = await Promise.all([
    until(post.createdAt, () => crowd.inTimelines(post, sample)),
    until(post.createdAt, () => crowd.notified(post, sample)),
  ]);
  const { entries, people } = await crowd.timelines(id);
  if (entries !== crowd.size || people !== crowd.size) throw new Error(`${entries} entries in ${people} timelines`);
  return { post: n, 'timelines ms': timelines, 'notifications ms': notifications };
}

/** Milliseconds from a time until the answer is yes. */
async function until(since: Date, ask: () => Promise<boolean>): Promise<number> {
  while (!(await ask())) {
    if (Date.now() - since.getTime() > LIMIT_MS) throw new Error(`not within ${LIMIT_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return Date.now() - since.getTime();
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

await main();
