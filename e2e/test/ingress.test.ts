import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ingressPorts } from '@townsquare/launcher';
import { eventually } from '../support/eventually.js';
import { town } from '../support/town.js';

/**
 * The whole story once more, through the ingress that has a sidecar: nginx, its sidecar, the gateway's sidecar, the gateway.
 * The story asks for the gateway's address when it is loaded, so the ingress runs before that.
 */
const repository = fileURLToPath(new URL('../..', import.meta.url));
const url = `http://127.0.0.1:${ingressPorts(town.portBase).http}`;
const ingress = spawn(process.execPath, ['launcher/bootstrap.mjs', 'ingress'], { cwd: repository, stdio: 'pipe' });
let printed = '';
for (const stream of [ingress.stdout, ingress.stderr]) {
  stream.on('data', (chunk) => {
    printed += chunk;
  });
}
await eventually(
  async () => {
    if (ingress.exitCode !== null) throw new Error(`The ingress has ended: ${printed}`);
    return printed;
  },
  (text) => text.includes(`The ingress is at ${url}`),
  'the ingress is ready',
  // Time for nginx to be installed, where it is missing.
  120_000,
);
town.gatewayUrl = url;

afterAll(async () => {
  ingress.kill('SIGINT');
  const [code] = await once(ingress, 'exit');
  expect([code, printed.includes('ended by itself')]).toEqual([0, false]);
});

describe('through the ingress with a sidecar', () => {
  test('requests reach the gateway by service invocation', async () => {
    const response = await fetch(`${url}/api/v1/auth/me`);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      401,
      expect.stringContaining('application/problem+json'),
    ]);
    // What Dapr adds to every response that came by service invocation, and the gateway's own port does not.
    expect(response.headers.get('traceparent')).toMatch(/^00-/);
  });

  test.each([
    '/',
    '/people/ana',
    '/docs/index.html',
    '/docs/events',
    '/openapi.json',
    '/healthz',
    '/.well-known/jwks.json',
  ])('the page or document at %s can be read', async (path) => {
    const response = await fetch(`${url}${path}`, { redirect: 'manual', headers: { accept: 'text/html, */*' } });
    expect([path, response.status < 400]).toEqual([path, true]);
  });

  test('what is for the gateway alone is refused by the policy of its sidecar', async () => {
    for (const path of ['/metrics', '/dapr/subscribe', '/events/post.created', '/internal/posts']) {
      const response = await fetch(`${url}${path}`);
      expect([path, response.status]).toEqual([path, 403]);
    }
  });

  test('what the client claims of its address and of the service that it calls is worth nothing', async () => {
    const headers = { 'dapr-app-id': 'auth', 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' };
    const response = await fetch(`${url}/internal/ended-sessions`, { headers });
    expect(response.status).toBe(403);
  });
});

await import('./story.test.js');
