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
    private readonly dapr: Pick<DaprClient, 'invokeBinding' | 'readBinding'>,
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
      const name = fileName(key, variant);
      // S3 must be told that data comes as base64.
      const metadata = { ...nameInStore(name), decodeBase64: 'true' };
      await this.dapr.invokeBinding(COMPONENTS.media, 'create', metadata, variants[variant]).catch(rejectUnavailable);
    }
  }

  read(key: string, variant: ImageVariant): Promise<Buffer | undefined> {
    return this.#cache.fetch(fileName(key, variant));
  }

  async remove(key: string): Promise<void> {
    for (const variant of IMAGE_VARIANTS) {
      const name = fileName(key, variant);
      this.#cache.delete(name);
      await this.dapr.invokeBinding(COMPONENTS.media, 'delete', nameInStore(name)).catch(undefinedIfMissing);
    }
  }

  async #fetch(name: string): Promise<Buffer | undefined> {
    const bytes = await this.dapr.readBinding(COMPONENTS.media, 'get', nameInStore(name)).catch(undefinedIfMissing);
    return bytes && bytes.length > 0 ? bytes : undefined;
  }
}

/** Files are spread over 256 folders, so that none grows too large to work with. */
function fileName(key: string, variant: ImageVariant): string {
  return `${key.slice(0, 2)}/${key}-${variant}.webp`;
}

/** A local folder reads the name from `fileName` and S3 from `key`. */
function nameInStore(name: string): Record<string, string> {
  return { fileName: name, key: name };
}

/** The sidecar responds to every failure of a binding with 500: only the text says that the file does not exist. */
function undefinedIfMissing(error: unknown): undefined {
  if (/(file|object) not found|no such file|NoSuchKey|status code: 404/i.test(String(error))) return undefined;
  return rejectUnavailable(error);
}

function rejectUnavailable(cause: unknown): never {
  const error = new AppError('unavailable', 'Images cannot be stored or read just now; try again.', undefined, {
    'retry-after': '1',
  });
  error.cause = cause;
  throw error;
}
