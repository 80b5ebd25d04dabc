import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, run } from '@townsquare/launcher';

const folder = fileURLToPath(new URL('../api', import.meta.url));
const requirements = join(folder, 'requirements.txt');

/** Schemathesis in the versions of the requirements, installed into the cache once. Answers its program. */
async function requireSchemathesis(): Promise<string> {
  const revision = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const home = join(cacheFolder(process.env), `schemathesis-${revision}`);
  const complete = join(home, 'complete');
  if (!existsSync(complete)) {
    // What an interrupted installation left. Its scripts name the folder, so it is made in its place.
    rmSync(home, { recursive: true, force: true });
    const advice = 'install Python 3.10 or later with its venv module (Debian: python3-venv).';
    await run('python3', ['-m', 'venv', home], { what: 'Making a Python environment', advice });
    const install = ['install', '--quiet', '--no-deps', '--requirement', requirements];
    await run(join(home, 'bin', 'pip'), install, { what: 'Installing Schemathesis', advice });
    writeFileSync(complete, '');
  }
  return join(home, 'bin', 'schemathesis');
}

/** Tries the API by the document of a running town. Answers the exit code, 0 where it found nothing, and its report. */
export async function trySchema(
  gatewayUrl: string,
  examples: number,
  variables: Record<string, string>,
): Promise<{ code: number; output: string }> {
  const program = await requireSchemathesis();
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
