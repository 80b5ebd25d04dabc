import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';

/** A HEIC file as a telephone writes it: see fixtures/README.md. */
export const HEIC = readFileSync(new URL('./fixtures/photograph.heic', import.meta.url));

/** A copy of that file which announces another size than it has. */
export function heicThatClaims(width: number, height: number): Buffer {
  const file = Buffer.from(HEIC);
  for (let at = file.indexOf('ispe'); at >= 0; at = file.indexOf('ispe', at + 4)) {
    file.writeUInt32BE(width, at + 8);
    file.writeUInt32BE(height, at + 12);
  }
  return file;
}

const still = (color: string, width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: color } }).png({ palette: false, compressionLevel: 9 });

/** A GIF or WebP with a frame of each colour. */
export async function animation(
  format: 'gif' | 'webp',
  { colors, delays, width = 40, height = 30 }: { colors: string[]; delays: number[]; width?: number; height?: number },
): Promise<Buffer> {
  const frames = await Promise.all(colors.map((color) => still(color, width, height).toBuffer()));
  return sharp(frames, { join: { animated: true } })
    .toFormat(format, { delay: delays, loop: 2, ...(format === 'webp' ? { lossless: true } : {}) })
    .toBuffer();
}

export interface ApngFrame {
  color: string;
  width: number;
  height: number;
  left?: number;
  top?: number;
  delayMs?: number;
  dispose?: 'none' | 'background' | 'previous';
  blend?: 'source' | 'over';
}

/** An animated PNG, put together by hand, since no library that is used here writes one. */
export async function apng(frames: ApngFrame[], { announced = frames.length, hidden = '' } = {}): Promise<Buffer> {
  const control = Buffer.alloc(8);
  control.writeUInt32BE(announced, 0);
  control.writeUInt32BE(2, 4);
  const parts: Buffer[] = [];
  let sequence = 0;
  for (const [index, frame] of frames.entries()) {
    parts.push(chunk('fcTL', frameControl(sequence++, frame)));
    for (const data of await imageData(frame)) {
      const number = Buffer.alloc(4);
      if (index > 0) number.writeUInt32BE(sequence++);
      parts.push(index === 0 ? chunk('IDAT', data) : chunk('fdAT', Buffer.concat([number, data])));
    }
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', pngHeader(frames[0]!)),
    chunk('acTL', control),
    ...(hidden ? [chunk('tEXt', Buffer.from(`Comment\0${hidden}`))] : []),
    ...parts,
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A copy of an animation whose frames are on a canvas of another size. */
export function withCanvas(format: 'gif' | 'webp' | 'apng', animated: Buffer, width: number, height: number): Buffer {
  const file = Buffer.from(animated);
  if (format === 'gif') {
    file.writeUInt16LE(width, 6);
    file.writeUInt16LE(height, 8);
  } else if (format === 'webp') {
    file.writeUIntLE(width - 1, 24, 3);
    file.writeUIntLE(height - 1, 27, 3);
  } else {
    chunk('IHDR', pngHeader({ width, height })).copy(file, 8);
  }
  return file;
}

/** A PNG that says it has these dimensions, and holds next to nothing. */
export function pngOfSize(width: number, height: number, data: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', pngHeader({ width, height })),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Eight bits each of red, green, blue and alpha. */
function pngHeader({ width, height }: { width: number; height: number }): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return header;
}

function frameControl(sequence: number, frame: ApngFrame): Buffer {
  const data = Buffer.alloc(26);
  [sequence, frame.width, frame.height, frame.left ?? 0, frame.top ?? 0].forEach((value, index) => {
    data.writeUInt32BE(value, index * 4);
  });
  data.writeUInt16BE(frame.delayMs ?? 100, 20);
  data.writeUInt16BE(1000, 22);
  data.writeUInt8(['none', 'background', 'previous'].indexOf(frame.dispose ?? 'none'), 24);
  data.writeUInt8(['source', 'over'].indexOf(frame.blend ?? 'source'), 25);
  return data;
}

/** The IDAT chunks of a still PNG of the frame. */
async function imageData({ color, width, height }: ApngFrame): Promise<Buffer[]> {
  const png = await still(color, width, height).toBuffer();
  const parts: Buffer[] = [];
  for (let offset = 8; offset < png.length; ) {
    const length = png.readUInt32BE(offset);
    if (png.toString('latin1', offset + 4, offset + 8) === 'IDAT') {
      parts.push(png.subarray(offset + 8, offset + 8 + length));
    }
    offset += length + 12;
  }
  return parts;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
