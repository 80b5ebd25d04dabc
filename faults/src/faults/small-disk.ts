import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
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

  /** Leaves no room for another byte; answers how many megabytes that took. */
  fill(): number {
    const { bavail, bsize } = statfsSync(this.folder);
    const free = bavail * bsize;
    writeFileSync(this.#ballast, Buffer.alloc(free));
    return Math.round(free / 2 ** 20);
  }

  free(): void {
    rmSync(this.#ballast, { force: true });
  }

  async unmount(): Promise<void> {
    await run('umount', [this.folder], { what: 'Taking the small disk away', advice });
  }
}
