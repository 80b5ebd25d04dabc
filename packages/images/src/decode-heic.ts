import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import pLimit from 'p-limit';

/** What the worker is given: the file, which of its pictures is wanted, and the most pixels that it may have. */
export interface HeicTask {
  file: Uint8Array;
  index: number;
  maxPixels: number;
}

/** A picture as RGBA, upright: the rotation that the file asks for is applied. */
export interface HeicPicture {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/** The same file for the compiled code and for tests, which run the sources. */
const WORKER = createRequire(import.meta.url).resolve('@townsquare/images/heic-worker');

const MAX_MS = 20_000;

// A picture of 50 million pixels takes about 600 MB while it is decoded: one at a time.
const inTurn = pLimit(1);

/**
 * Decodes a picture of a HEIC file with libheif as WebAssembly, since libvips comes without a decoder for HEVC. It runs in a
 * thread of its own, because it does not yield while it works, and the thread ends with the picture, because the memory of
 * WebAssembly never shrinks. Rejects where the file is damaged, or takes longer than 20 seconds.
 */
export function decodeHeic(task: HeicTask): Promise<HeicPicture> {
  return inTurn(() => runWorker(task));
}

async function runWorker(task: HeicTask): Promise<HeicPicture> {
  // libheif writes about damaged files to stdout and stderr, which are the service's log.
  const worker = new Worker(WORKER, { workerData: task, stdout: true, stderr: true });
  try {
    const [picture] = await once(worker, 'message', { signal: AbortSignal.timeout(MAX_MS) });
    return picture;
  } finally {
    await worker.terminate();
  }
}
