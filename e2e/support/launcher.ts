import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { town } from './town.js';

const bootstrap = fileURLToPath(new URL('../../launcher/bootstrap.mjs', import.meta.url));

/** Runs one of the town's commands, as `npm run` does, on the town under test. Returns its exit code and its output. */
export function runCommand(...args: string[]): Promise<{ code: number; output: string }> {
  const env = { ...process.env, TOWN_HOME: town.home, TOWN_PORT_BASE: String(town.portBase) };
  return new Promise((resolve) => {
    execFile(process.execPath, [bootstrap, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr });
    });
  });
}
