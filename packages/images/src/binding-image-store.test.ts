import { beforeEach, describe, expect, test } from '@jest/globals';
import { BindingImageStore } from './binding-image-store.js';
import { newImageKey } from './image-store.js';

const VARIANTS = { full: Buffer.from('the full one'), thumbnail: Buffer.from('the small one') };

/** A folder that answers as the sidecar does for a local one. */
class Folder {
  readonly files = new Map<string, Buffer>();
  reads = 0;
  broken = false;

  async invokeBinding(name: string, operation: string, metadata: Record<string, string>, data?: Buffer) {
    expect(name).toBe('media');
    // The two names by which bindings know a file.
    expect(metadata.fileName).toBe(metadata.key);
    if (this.broken) throw new Error('The sidecar answered 500 to binding media: disk on fire');
    const body = this.#run(operation, metadata, data);
    return { status: 200, headers: {}, body };
  }

  #run(operation: string, { fileName, decodeBase64 }: Record<string, string>, data?: Buffer): Buffer {
    if (operation === 'create') {
      expect(decodeBase64).toBe('true');
      this.files.set(fileName!, data!);
      return Buffer.from('{}');
    }
    if (operation === 'get') {
      this.reads += 1;
      const bytes = this.files.get(fileName!);
      if (!bytes) throw new Error('The sidecar answered 500 to binding media get: file not found: /media/x');
      return bytes;
    }
    if (!this.files.delete(fileName!)) {
      throw new Error('The sidecar answered 500 to binding media delete: remove /media/x: no such file or directory');
    }
    return Buffer.alloc(0);
  }
}

describe('images behind the binding', () => {
  let folder: Folder;
  let store: BindingImageStore;
  const key = newImageKey();

  beforeEach(() => {
    folder = new Folder();
    store = new BindingImageStore(folder, 100);
  });

  test('can be read after they are saved, each variant from a file of its own', async () => {
    await store.save(key, VARIANTS);
    expect(folder.files.size).toBe(2);
    expect(await store.read(key, 'full')).toEqual(VARIANTS.full);
    expect(await store.read(key, 'thumbnail')).toEqual(VARIANTS.thumbnail);
  });

  test('are fetched once when they are read often, also by concurrent requests', async () => {
    await store.save(key, VARIANTS);
    await Promise.all([store.read(key, 'full'), store.read(key, 'full'), store.read(key, 'full')]);
    await store.read(key, 'full');
    expect(folder.reads).toBe(1);
  });

  test('are cached up to the given number of bytes', async () => {
    const keys = Array.from({ length: 20 }, newImageKey);
    for (const each of keys) await store.save(each, VARIANTS);
    for (const each of keys) await store.read(each, 'full');
    await store.read(keys[0]!, 'full');
    expect(folder.reads).toBe(21);
  });

  test('are undefined when they do not exist', async () => {
    expect(await store.read(key, 'full')).toBeUndefined();
  });

  test('cannot be read after they are removed, and can be removed again', async () => {
    await store.save(key, VARIANTS);
    await store.read(key, 'full');
    await store.remove(key);
    expect(folder.files.size).toBe(0);
    expect(await store.read(key, 'full')).toBeUndefined();
    await store.remove(key);
  });

  test('are unavailable when the store does not respond, and are fetched again later', async () => {
    folder.broken = true;
    await expect(store.save(key, VARIANTS)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.read(key, 'full')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.remove(key)).rejects.toMatchObject({ code: 'unavailable' });
    folder.broken = false;
    await store.save(key, VARIANTS);
    expect(await store.read(key, 'full')).toEqual(VARIANTS.full);
  });
});
