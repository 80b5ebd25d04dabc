import { LargeAudience, type Post } from '@townsquare/e2e/large-audience';
import { call, join, MYSQL_URL, type Session } from './town.js';

const POSTS = 9;
const LOOK_EVERY_MS = 10;
const LIMIT_MS = 60_000;

/**
 * Measures how long a post takes from its commit to the last of its author's followers: to all timelines, and to all
 * notifications. Followers are gathered first, and leave at the end.
 */
async function main(): Promise<void> {
  const followers = Number(process.argv[2] ?? 10_000);
  const author = await join('speaker');
  console.log(`Gathering ${followers} followers …`);
  const audience = await LargeAudience.gather(MYSQL_URL, author.userId, followers);
  try {
    const runs = [];
    for (let n = 1; n <= POSTS; n++) runs.push(await measure(audience, author, n));
    console.table(runs);
    for (const what of ['timelines ms', 'notifications ms'] as const) {
      console.log(`${what}: p50 ${median(runs.map((run) => run[what]))}`);
    }
  } finally {
    await audience.leave();
  }
}

async function measure(audience: LargeAudience, author: Session, n: number) {
  const content = `Number ${n}, to everybody at once`;
  const post = await call<Post>('POST', '/posts', author, { content });
  const took = await follow(audience, post);
  const { entries, people } = await audience.timelines(post.id);
  if (entries !== audience.size || people !== audience.size)
    throw new Error(`${entries} entries in ${people} timelines`);
  return { post: n, ...took };
}

/** Milliseconds from the commit until the post is in all timelines, and everybody was told of it. */
async function follow(audience: LargeAudience, post: Post) {
  const committedAt = Date.parse(post.createdAt);
  let timelines: number | undefined;
  let notifications: number | undefined;
  while (timelines === undefined || notifications === undefined) {
    const reached = await audience.progress(post);
    const passed = Date.now() - committedAt;
    if (reached.timelines === reached.of) timelines ??= passed;
    if (reached.notifications === reached.of) notifications ??= passed;
    if (passed > LIMIT_MS) throw new Error(`not within ${LIMIT_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return { 'timelines ms': timelines, 'notifications ms': notifications };
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

await main();
