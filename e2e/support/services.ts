import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Town, townPaths } from '@townsquare/launcher';
import { eventually } from './eventually.js';
import { town } from './town.js';

const pm2 = fileURLToPath(new URL('../../node_modules/pm2/bin/pm2', import.meta.url));

/** Starting takes longer than what else is waited for. */
const START_LIMIT_MS = 60_000;

/** Stops a service and its sidecar, and keeps them stopped: what merely dies is started again. */
export async function stopService(service: string): Promise<void> {
  await supervise('stop', `${service}-sidecar`, service);
}

/** Starts what `stopService` stopped, and waits until it can serve. */
export async function startService(service: string, port: number): Promise<void> {
  await supervise('start', service, `${service}-sidecar`);
  const ready = () => fetch(`http://127.0.0.1:${port}/readyz`);
  await eventually(ready, (answer) => answer.ok, `${service} is ready again`, START_LIMIT_MS);
}

/** Tells the town's own supervisor. */
async function supervise(...args: string[]): Promise<void> {
  const { supervisor } = townPaths({ home: town.home } as Town);
  await promisify(execFile)(process.execPath, [pm2, ...args], { env: { ...process.env, PM2_HOME: supervisor } });
}
