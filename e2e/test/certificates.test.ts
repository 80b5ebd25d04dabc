import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { partPorts, servicePorts } from '@townsquare/launcher';
import { outsideSidecar } from '../support/outside-sidecar.js';
import { required, town } from '../support/town.js';

const LIMIT_MS = 20_000;
/** The sidecar of post, as other sidecars reach it. */
const internalPort = servicePorts(town.portBase, 3).daprInternal;
/** What a sidecar says that Sentry gives no certificate. */
const REFUSED = /error from sentry SignCertificate: .* code = (PermissionDenied|InvalidArgument)/;
const rootFile = `${town.home}/secrets/authority/ca.crt`;

describe('the port on which sidecars talk to each other', () => {
  test('refuses connections without encryption', async () => {
    const session = connect(`http://127.0.0.1:${internalPort}`);
    const outcome = await Promise.race([
      once(session, 'error').then(([error]) => (error as Error).message),
      once(session, 'close').then(() => 'closed'),
      once(session, 'remoteSettings').then(() => 'welcome'),
    ]);
    session.destroy();
    expect(outcome).not.toBe('welcome');
  });

  test("requires a client certificate, and accepts only those of the town's Sentry", async () => {
    const socket = connectTls({
      host: '127.0.0.1',
      port: internalPort,
      rejectUnauthorized: false,
      ALPNProtocols: ['h2'],
    });
    const ended = Promise.race([
      once(socket, 'error').then(([error]) => (error as NodeJS.ErrnoException).code),
      once(socket, 'end').then(() => 'ended'),
      once(socket, 'data').then(() => 'data'),
    ]);
    await Promise.race([once(socket, 'secureConnect'), ended]);
    socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    const outcome = await ended;
    socket.destroy();
    expect(outcome).not.toBe('data');
  });
});

describe('Sentry', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'townsquare-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Starts a sidecar under a name, with a token file or without; answers what it has printed when it ends or is ready. */
  async function impersonate(appId: string, tokenFile: string | undefined): Promise<string> {
    const { args } = await outsideSidecar(appId, {
      'resources-path': folder,
      'sentry-address': `127.0.0.1:${partPorts(town.portBase).sentry}`,
      'control-plane-trust-domain': 'townsquare',
    });
    const env = {
      NAMESPACE: 'townsquare',
      DAPR_TRUST_ANCHORS: readFileSync(rootFile, 'utf8'),
      DAPR_HOST_IP: '127.0.0.1',
      ...(tokenFile ? { DAPR_SENTRY_TOKEN_FILE: tokenFile } : {}),
    };
    const sidecar = spawn(required('TOWN_DAPRD'), ['--enable-mtls', ...args], { env });
    return outputUntil(
      sidecar,
      /Security is initialized successfully|token validation failed|does not contain a token|Fatal/i,
    );
  }

  const tokenOf = (service: string) => `${town.home}/secrets/identities/${service}.jwt`;

  test('gives a certificate to a sidecar with the token of its service', async () => {
    expect(await impersonate('feed', tokenOf('feed'))).toContain('Security is initialized successfully');
  });

  test('gives none without a token', async () => {
    expect(await impersonate('feed', undefined)).toMatch(REFUSED);
  });

  test('gives none in the name of another service', async () => {
    const copy = join(folder, 'token.jwt');
    copyFileSync(tokenOf('comment'), copy);
    expect(await impersonate('feed', copy)).toMatch(REFUSED);
  });
});

/** What a process prints until a line shows this, or until it ends; it is ended then. */
async function outputUntil(child: ChildProcess, pattern: RegExp): Promise<string> {
  let output = '';
  const ended = once(child, 'exit');
  const seen = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        output += chunk;
        if (pattern.test(output)) resolve();
      });
    }
  });
  const limit = AbortSignal.timeout(LIMIT_MS);
  await Promise.race([seen, ended, once(limit, 'abort')]);
  if (limit.aborted) output += '\nNothing of that kind was printed in time.';
  child.kill('SIGKILL');
  await ended;
  return output;
}
