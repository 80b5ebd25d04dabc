import { AppError, COMPONENTS, type DaprClient } from '@townsquare/kit';
import { LRUCache } from 'lru-cache';
import { IMAGE_VARIANTS, type ImageStore, type ImageVariant, type ImageVariants } from './image-store.js';

const CACHE_BYTES = 32 * 1024 * 1024;

/**
 * Images behind the Dapr binding `media`, with a cache of the bytes that were read last. It uses only create, get and
 * delete of a named file, which a local folder and an object store (S3) both have.
 */
export class BindingImageStore implements ImageStore {
  readonly #cache: LRUCache<string, Buffer>;

  constructor(
    private readonly dapr: Pick<DaprClient, 'invokeBinding'>,
    cacheBytes = CACHE_BYTES,
  ) {
    // Concurrent requests for one image make one read.
    this.#cache = new LRUCache<string, Buffer>({
      maxSize: cacheBytes,
      sizeCalculation: (bytes) => Math.max(1, bytes.length),
      fetchMethod: (name) => this.#fetch(name),
    });
  }

  async save(key: string, variants: ImageVariants): Promise<void> {
    for (const variant of IMAGE_VARIANTS) {
      await this.#invoke('create', fileName(key, variant), variants[variant]);
    }
  }

  read(key: string, variant: ImageVariant): Promise<Buffer | undefined> {
    return this.#cache.fetch(fileName(key, variant));
  }

  async remove(key: string): Promise<void> {
    for (const variant of IMAGE_VARIANTS) {
      this.#cache.delete(fileName(key, variant));
      await this.#invoke('delete', fileName(key, variant));
    }
  }

  async #fetch(name: string): Promise<Buffer | undefined> {
    const bytes = await this.#invoke('get', name);
    return bytes.length > 0 ? bytes : undefined;
  }

  /** The bytes that the binding returns; empty when the file does not exist. */
  async #invoke(operation: 'create' | 'get' | 'delete', name: string, data?: Buffer): Promise<Buffer> {
    // A local folder reads the name from `fileName` and S3 from `key`; S3 must be told that data comes as base64.
    const metadata = { fileName: name, key: name, ...(data ? { decodeBase64: 'true' } : {}) };
    try {
      return (await this.dapr.invokeBinding(COMPONENTS.media, operation, metadata, data)).body;
    } catch (error) {
      if (operation !== 'create' && saysMissing(error)) return Buffer.alloc(0);
      throw storeUnavailable(error);
    }
  }
}

/** Files are spread over 256 folders, so that none grows too large to work with. */
function fileName(key: string, variant: ImageVariant): string {
  return `${key.slice(0, 2)}/${key}-${variant}.webp`;
}

/** The sidecar responds to every failure of a binding with 500: only the text says that the file does not exist. */
function saysMissing(error: unknown): boolean {
  return /(file|object) not found|no such file|NoSuchKey|status code: 404/i.test(String(error));
}

function storeUnavailable(cause: unknown): AppError {
  const error = new AppError('unavailable', 'Images cannot be stored or read just now; try again.', undefined, {
    'retry-after': '1',
  });
  error.cause = cause;
  return error;
}
