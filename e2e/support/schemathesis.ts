import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonPrograms } from './python-environment.js';

const folder = fileURLToPath(new URL('../api', import.meta.url));

/** Installs Schemathesis, where that is not done yet, and returns the path of its program. */
export async function installSchemathesis(): Promise<string> {
  return join(await pythonPrograms('schemathesis', join(folder, 'requirements.txt')), 'schemathesis');
}

/** Tries the API by the document of a running town. Returns the exit code, 0 where it found nothing, and its report. */
export async function trySchema(
  program: string,
  gatewayUrl: string,
  examples: number,
  variables: Record<string, string>,
): Promise<{ code: number; output: string }> {
  const config = ['--config-file', join(folder, 'schemathesis.toml')];
  const args = [...config, 'run', `${gatewayUrl}/openapi.json`, '--no-color', '--max-examples', String(examples)];
  const python = { PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1', SCHEMATHESIS_HOOKS: 'hooks' };
  const env = { ...process.env, ...variables, ...python, TOWN_GATEWAY_URL: gatewayUrl };
  // It keeps what it found where it runs, and tries that again: each run is to begin anew.
  const cwd = mkdtempSync(join(tmpdir(), 'schemathesis-'));
  try {
    return await new Promise((resolve) => {
      execFile(program, args, { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr });
      });
    });
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
