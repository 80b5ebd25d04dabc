import { Failure } from '../failure.js';
import { findProgram, run } from '../system/run.js';

/** Keeps the packages' own services from being started, and leaves no trace of having done so. */
const script = `
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\\nexit 101\\n' > "$policy" && chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q && apt-get install -q -y --no-install-recommends "$@"
`;

let queue: Promise<unknown> = Promise.resolve();

/** Finds a program, and installs its Debian package first where that is possible; throws a Failure with what to do. */
export async function requireProgram(
  names: readonly string[],
  packages: readonly string[],
  variable: string,
  note: (text: string) => void,
): Promise<string> {
  const found = findProgram(...names);
  if (found) return found;
  // One at a time: apt locks its database.
  const installed = queue.then(() => install(names[0] ?? '', packages, variable, note));
  queue = installed.catch(() => undefined);
  await installed;
  const program = findProgram(...names);
  if (!program)
    throw new Failure(
      `${packages.join(', ')} installed, but ${names.join(' or ')} is not there.`,
      advice(packages, variable),
    );
  return program;
}

async function install(
  program: string,
  packages: readonly string[],
  variable: string,
  note: (text: string) => void,
): Promise<void> {
  if (findProgram(program)) return;
  const missing = new Failure(
    `${program} is not installed, and cannot be installed from here.`,
    advice(packages, variable),
  );
  if (!findProgram('apt-get')) throw missing;
  const prefix = await rootPrefix();
  if (!prefix) throw missing;
  note(`installing ${packages.join(', ')}`);
  const [command, ...args] = [...prefix, 'sh', '-c', script, 'sh', ...packages] as [string, ...string[]];
  await run(command, args, { what: `Installing ${packages.join(', ')}`, advice: advice(packages, variable) });
}

/** What to put before a command to run it as root without a question, or undefined. */
async function rootPrefix(): Promise<string[] | undefined> {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram('sudo');
  if (!sudo) return undefined;
  try {
    await run(sudo, ['-n', 'true'], { what: 'sudo', advice: '' });
    return [sudo, '-n'];
  } catch {
    return undefined;
  }
}

function advice(packages: readonly string[], variable: string): string {
  return `install it (Debian and Ubuntu: sudo apt-get install ${packages.join(' ')}), start Docker, or name a running one in ${variable}.`;
}
