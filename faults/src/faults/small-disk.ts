import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@townsquare/launcher';

const advice = 'run the scenario as root on Linux, or leave it out.';

/** A disk of a few hundred megabytes, in memory, under the data of one part. */
export class SmallDisk {
  readonly #ballast: string;

  private constructor(readonly folder: string) {
    this.#ballast = join(folder, 'ballast');
  }

  static async mount(folder: string, megabytes: number): Promise<SmallDisk> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', folder];
    await run('mount', options, { what: 'A small disk', advice });
    return new SmallDisk(folder);
  }

  /** Leaves no room for another block, whoever else takes some of it meanwhile. */
  fill(): void {
    const ballast = openSync(this.#ballast, 'w');
    for (const bytes of [2 ** 20, 2 ** 12]) writeUntilFull(ballast, Buffer.alloc(bytes));
    closeSync(ballast);
  }

  free(): void {
    rmSync(this.#ballast, { force: true });
  }

  async unmount(): Promise<void> {
    await run('umount', [this.folder], { what: 'Taking the small disk away', advice });
  }
}

function writeUntilFull(file: number, block: Buffer): void {
  try {
    for (;;) writeSync(file, block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
