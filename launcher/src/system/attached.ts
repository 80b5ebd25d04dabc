import { execa } from 'execa';

/** Runs a program on this terminal to its end and answers its exit code; told to end, it is given time to do so. */
export async function runAttached(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<number> {
  const child = execa(command, args, { cwd, env: { ...env }, stdio: 'inherit', reject: false });
  // Ctrl-C reaches the program from the terminal; it is its end that this process waits for.
  const interrupt = () => undefined;
  const terminate = () => child.kill('SIGTERM');
  process.on('SIGINT', interrupt).on('SIGTERM', terminate);
  try {
    return (await child).exitCode ?? 1;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', terminate);
  }
}
