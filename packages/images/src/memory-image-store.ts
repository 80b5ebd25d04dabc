import type { ImageStore, ImageVariant, ImageVariants } from './image-store.js';

/** Images in memory, for tests. */
export class MemoryImageStore implements ImageStore {
  readonly #images = new Map<string, ImageVariants>();

  async save(key: string, variants: ImageVariants): Promise<void> {
    this.#images.set(key, variants);
  }

  async read(key: string, variant: ImageVariant): Promise<Buffer | undefined> {
    return this.#images.get(key)?.[variant];
  }

  async remove(key: string): Promise<void> {
    this.#images.delete(key);
  }

  /** The keys of the images that are kept. */
  keys(): string[] {
    return [...this.#images.keys()];
  }
}
