import { addAbortSignal, Readable, type Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** A file in a ZIP file. Its content is read when it is sent. */
export interface ZipEntry {
  name: string;
  content: Iterable<string | Buffer> | AsyncIterable<string | Buffer>;
  /** False for content that is compressed already. */
  compress: boolean;
}

/** How long a client may read nothing. */
const IDLE_MS = 60_000;

/**
 * Packs files one after another and sends them while they are read, as fast as the client reads. When a file cannot be read
 * or `signal` aborts, it destroys `output` and throws. A ZIP file ends with its table of contents, so a file that was cut off
 * cannot be opened.
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
    // The client has left.
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
    // `ZipFile` keeps its callbacks to the end: this variable would keep the content in memory.
    stream = undefined;
  }
  zip.end();
}

/** Whether the client left in the middle. */
function isPrematureClose(error: unknown): boolean {
  return (error as { code?: string }).code === 'ERR_STREAM_PREMATURE_CLOSE';
}
