import { requireProgram, run } from '@townsquare/launcher';

/** The library that shifts a process' clock; it is installed where it is missing and can be. */
export async function findFaketime(): Promise<string> {
  const advice = 'install faketime (Debian has a package), or leave the scenario out.';
  const program = await requireProgram(['faketime'], ['faketime'], 'PATH', () => undefined);
  const printed = await run(program, ['-f', '+0s', 'printenv', 'LD_PRELOAD'], { what: 'faketime', advice });
  return printed.trim();
}
