import { refuseInTransaction } from '@townsquare/kit';
import type { ImageStore, ImageVariant, ImageVariants } from './image-store.js';

/** Images in memory, for tests; as the store behind the sidecar, it refuses to be used inside a transaction. */
export class MemoryImageStore implements ImageStore {
  readonly #images = new Map<string, ImageVariants>();

  async save(key: string, variants: ImageVariants): Promise<void> {
    refuseInTransaction('the image store was used');
    this.#images.set(key, variants);
  }

  async read(key: string, variant: ImageVariant): Promise<Buffer | undefined> {
    refuseInTransaction('the image store was used');
    return this.#images.get(key)?.[variant];
  }

  async remove(key: string): Promise<void> {
    refuseInTransaction('the image store was used');
    this.#images.delete(key);
  }

  /** The keys of the images that are kept. */
  keys(): string[] {
    return [...this.#images.keys()];
  }
}
