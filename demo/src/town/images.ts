import { crc32, deflateSync } from 'node:zlib';
import { Random } from '../random.js';

const WIDTH = 480;
const HEIGHT = 320;

/** A picture for a post: a sky that fades, and hills in front of it. The same number gives the same picture. */
export function drawLandscape(number: number): Buffer {
  const random = new Random(`landscape/${number}`);
  const sky = [random.below(120) + 100, random.below(100) + 100, 200 + random.below(55)];
  const hills = Array.from({ length: 3 }, (_, depth) => ({
    base: HEIGHT * (0.45 + 0.17 * depth),
    height: 18 + random.below(30),
    length: 60 + random.below(120),
    shift: random.below(500),
    color: [30 + random.below(60), 150 - depth * 40 + random.below(20), 40 + random.below(50)],
  }));
  const rows = Buffer.alloc(HEIGHT * (1 + WIDTH * 3));
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const hill = hills.findLast(
        ({ base, height, length, shift }) => y > base + height * Math.sin((x + shift) / length),
      );
      const color = hill?.color ?? sky.map((part) => Math.min(255, part + (y / HEIGHT) * 90));
      rows.set(color, y * (1 + WIDTH * 3) + 1 + x * 3);
    }
  }
  return png(rows);
}

/** A PNG of 8-bit colours from its rows, each of which begins with its filter's number. */
function png(rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...parts]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body) >>> 0, 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
