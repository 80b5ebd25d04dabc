import { addAbortSignal, Readable, type Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** A file that goes into a ZIP file. It is read when its turn comes. */
export interface ZipEntry {
  name: string;
  content: Iterable<string | Buffer> | AsyncIterable<string | Buffer>;
  /** Not for what is compressed already. */
  compress: boolean;
}

/** Who has taken nothing for so long has gone, or keeps the place of others. */
const IDLE_MS = 60_000;

/**
 * Packs files one after another and sends them as they are read, no faster than they are taken. When one cannot be read,
 * or `signal` ends it, `output` is destroyed and it throws. A ZIP file has its table of contents at its end, so that what
 * was cut off cannot be taken for the whole.
 */
export async function sendZip(
  entries: AsyncIterable<ZipEntry>,
  output: Writable,
  signal: AbortSignal,
  idleMs = IDLE_MS,
): Promise<void> {
  const zip = new ZipFile();
  const failed = new AbortController();
  let isLeft = false;
  const idle = setTimeout(() => {
    isLeft = true;
    failed.abort();
  }, idleMs);
  const over = AbortSignal.any([signal, failed.signal]);
  const both = [pack(zip, entries, over), pipeline(zip.outputStream, output, { signal: over })];
  zip.outputStream.on('data', () => idle.refresh());
  try {
    await Promise.all(both);
  } catch (error) {
    failed.abort(error);
    await Promise.allSettled(both);
    // There is nobody to tell.
    if (!isLeft && !isPrematureClose(error)) throw error;
  } finally {
    clearTimeout(idle);
  }
}

async function pack(zip: ZipFile, entries: AsyncIterable<ZipEntry>, signal: AbortSignal): Promise<void> {
  const mtime = new Date();
  for await (const { name, content, compress } of entries) {
    let stream: Readable | undefined = addAbortSignal(signal, Readable.from(content));
    const taken = finished(stream);
    zip.addReadStreamLazy(name, { compress, mtime }, (give) => give(null, stream!));
    await taken;
    // The ZIP file remembers all its files to the end: through this it would hold what was in them.
    stream = undefined;
  }
  zip.end();
}

/** Whether the client left in the middle. */
function isPrematureClose(error: unknown): boolean {
  return (error as { code?: string }).code === 'ERR_STREAM_PREMATURE_CLOSE';
}
