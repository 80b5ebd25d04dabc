import autocannon from 'autocannon';
import { GATEWAY_URL, readersScene, type Session } from './town.js';

const SECONDS = 10;
const CONNECTIONS = [8, 32];
const POSTS = 40;

/**
 * Measures what people wait for: the home feed, a person's page, a post, notifications; through the gateway, as a client
 * sees it. Builds its own small scene first, so it runs on any town.
 */
async function main(): Promise<void> {
  const { reader, author, postId } = await readersScene(POSTS);
  const routes = {
    'home feed': '/feed',
    "a person's posts": `/users/${author.userId}/posts`,
    'a profile': `/profiles/${author.userId}`,
    'a post': `/posts/${postId}`,
    notifications: '/notifications',
  };
  const rows = [];
  for (const [what, path] of Object.entries(routes)) {
    for (const connections of CONNECTIONS) rows.push(await measure(what, path, connections, reader));
  }
  console.table(rows);
}

async function measure(what: string, path: string, connections: number, { authorization }: Session) {
  const url = `${GATEWAY_URL}/api/v1${path}`;
  const result = await autocannon({ url, connections, duration: SECONDS, headers: { authorization } });
  return {
    read: what,
    connections,
    'requests/s': Math.round(result.requests.average),
    'p50 ms': result.latency.p50,
    'p99 ms': result.latency.p99,
    failed: result.errors + result.non2xx,
  };
}

await main();
