import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { Failure } from '../failure.js';

const systemFolders = ['/usr/sbin', '/sbin', '/usr/local/sbin', '/opt/homebrew/bin', '/usr/local/bin'];

/** Full path of the first of these programs that is on the PATH or in a usual system folder. */
export function findProgram(...names: string[]): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...systemFolders];
  for (const name of names) {
    for (const folder of folders) {
      const file = join(folder, name);
      if (folder && isExecutable(file)) return file;
    }
  }
  return undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  readonly what: string;
  readonly advice: string;
}

/** Runs a program to its end and returns what it printed; throws a Failure with its last lines. */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const result = await execa(command, args, {
    all: true,
    reject: false,
    stdin: 'ignore',
    ...(options.cwd ? { cwd: options.cwd } : {}),
    ...(options.env ? { env: options.env } : {}),
  });
  if (result.failed) {
    const output = (result.all || result.message || '')
      .trimEnd()
      .split('\n')
      .slice(-12)
      .map((line) => `    ${line}`);
    // A script given as an argument would bury what it printed.
    const shown = [command, ...args.filter((argument) => !argument.includes('\n'))].join(' ').slice(0, 300);
    throw new Failure([`${options.what} failed: ${shown}`, ...output].join('\n'), options.advice);
  }
  return result.all ?? '';
}
