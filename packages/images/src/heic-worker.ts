import { parentPort, workerData } from 'node:worker_threads';
import decode from 'heic-decode';
import type { HeicPicture, HeicTask } from './decode-heic.js';

const { file, index, maxPixels } = workerData as HeicTask;

// The types of heic-decode do not say that the size is known before the picture is decoded.
const pictures = (await decode.all({ buffer: file })) as unknown as (HeicPicture & {
  decode(): Promise<HeicPicture>;
})[];
const picture = pictures[index];
// libheif holds a picture to the size that it announces: one whose data is larger is not decoded.
if (!picture || picture.width * picture.height > maxPixels) throw new Error('The file has no such picture.');
const { width, height, data } = await picture.decode();
parentPort!.postMessage({ width, height, data } satisfies HeicPicture, [data.buffer as ArrayBuffer]);
