import { crc32 } from 'node:zlib';
import sharp from 'sharp';

/** An animated PNG as it describes itself. The numbers are the file's own claims; `decodeApng` checks each of them. */
export interface Apng {
  width: number;
  height: number;
  /** How often the animation plays; 0 is for ever. */
  loop: number;
  frames: ApngFrame[];
  /** The chunks that every frame needs to be decoded: the header without its size, the palette and the like. */
  shared: Chunk[];
}

interface ApngFrame {
  width: number;
  height: number;
  left: number;
  top: number;
  delayMs: number;
  dispose: number;
  blend: number;
  data: Buffer[];
}

interface Chunk {
  type: string;
  data: Buffer;
}

/** All frames of an animation, one below the other, as RGBA. */
export interface RawAnimation {
  pixels: Buffer;
  width: number;
  height: number;
  loop: number;
  delays: number[];
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** What decides how the bytes of a frame become colours. All other chunks (text, EXIF, times) are left out. */
const SHARED_TYPES = new Set(['PLTE', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT']);

/** The operations of an fcTL chunk: https://www.w3.org/TR/png-3/#fcTL-chunk */
const DISPOSE = { none: 0, background: 1, previous: 2 };
const BLEND = { source: 0, over: 1 };

const CHANNELS = 4;

/**
 * Reads the structure of an animated PNG without decoding a pixel. Throws where the file breaks the rules of the format.
 *
 * libvips reads only the still image of such a file. The decoders in npm either do not compose frames as the
 * specification says (fast-png 8) or are no longer kept (upng-js), so this and `decodeApng` split the file into ordinary
 * PNGs, which libvips decodes.
 */
export function readApng(file: Buffer): Apng {
  const [header, ...chunks] = readChunks(file);
  if (header?.type !== 'IHDR' || header.data.length !== 13) throw new Error('A PNG begins with IHDR.');
  const apng: Apng = {
    width: header.data.readUInt32BE(0),
    height: header.data.readUInt32BE(4),
    loop: 0,
    frames: [],
    shared: [header],
  };
  let declared = 0;
  for (const { type, data } of chunks) {
    const frame = apng.frames.at(-1);
    if (type === 'acTL') {
      declared = data.readUInt32BE(0);
      apng.loop = data.readUInt32BE(4);
    } else if (type === 'fcTL') apng.frames.push(readFrame(data, apng));
    // Image data before the first fcTL is a still image for who cannot show animations.
    else if (type === 'IDAT') frame?.data.push(data);
    else if (type === 'fdAT' && frame) frame.data.push(data.subarray(4));
    else if (SHARED_TYPES.has(type)) apng.shared.push({ type, data });
  }
  if (apng.frames.length === 0 || apng.frames.length !== declared) {
    throw new Error(`The file announces ${declared} frames and has ${apng.frames.length}.`);
  }
  return apng;
}

/** Decodes an animated PNG. The caller has bounded its frames times its pixels: that many times four bytes are needed. */
export async function decodeApng({ width, height, loop, frames, shared }: Apng): Promise<RawAnimation> {
  const size = width * height * CHANNELS;
  const pixels = Buffer.alloc(size * frames.length);
  // What is under the next frame: every frame is drawn on what its predecessor left.
  let canvas = Buffer.alloc(size);
  for (const [index, frame] of frames.entries()) {
    const before = frame.dispose === DISPOSE.previous ? Buffer.from(canvas) : undefined;
    await draw(canvas, width, frame, await decodeFrame(frame, shared));
    canvas.copy(pixels, index * size);
    if (before) canvas = before;
    else if (frame.dispose === DISPOSE.background) clear(canvas, width, frame);
  }
  return { pixels, width, height, loop, delays: frames.map(({ delayMs }) => delayMs) };
}

function readChunks(file: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let offset = SIGNATURE.length; offset < file.length; ) {
    const end = offset + 8 + file.readUInt32BE(offset);
    const type = file.toString('latin1', offset + 4, offset + 8);
    const data = file.subarray(offset + 8, end);
    if (file.readUInt32BE(end) !== crc32(file.subarray(offset + 4, end))) throw new Error(`${type} is damaged.`);
    if (type === 'IEND') return chunks;
    chunks.push({ type, data });
    offset = end + 4;
  }
  throw new Error('The file ends early.');
}

function readFrame(data: Buffer, canvas: { width: number; height: number }): ApngFrame {
  const [width, height] = [data.readUInt32BE(4), data.readUInt32BE(8)];
  const [left, top] = [data.readUInt32BE(12), data.readUInt32BE(16)];
  if (width === 0 || height === 0 || left + width > canvas.width || top + height > canvas.height) {
    throw new Error('A frame lies outside of its image.');
  }
  // A denominator of 0 stands for hundredths of a second.
  const delayMs = Math.round((data.readUInt16BE(20) * 1000) / (data.readUInt16BE(22) || 100));
  const [dispose, blend] = [data.readUInt8(24), data.readUInt8(25)];
  if (dispose > DISPOSE.previous || blend > BLEND.over) throw new Error('A frame has an unknown operation.');
  return { width, height, left, top, delayMs, dispose, blend, data: [] };
}

/** The frame as RGBA of its own size, decoded from a PNG that holds it alone. */
function decodeFrame({ width, height, data }: ApngFrame, [header, ...shared]: Chunk[]): Promise<Buffer> {
  const ownHeader = Buffer.from(header!.data);
  ownHeader.writeUInt32BE(width, 0);
  ownHeader.writeUInt32BE(height, 4);
  const png = Buffer.concat([
    SIGNATURE,
    chunk('IHDR', ownHeader),
    ...shared.map(({ type, data }) => chunk(type, data)),
    ...data.map((part) => chunk('IDAT', part)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return sharp(png, { limitInputPixels: width * height, failOn: 'error' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer();
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** Draws a frame on the canvas, in place of what is there or over it. */
async function draw(canvas: Buffer, canvasWidth: number, frame: ApngFrame, pixels: Buffer): Promise<void> {
  const drawn = frame.blend === BLEND.over ? await blendOver(canvas, canvasWidth, frame, pixels) : pixels;
  const rowBytes = frame.width * CHANNELS;
  for (let row = 0; row < frame.height; row++) {
    drawn.copy(rowOf(canvas, canvasWidth, frame, row), 0, row * rowBytes, (row + 1) * rowBytes);
  }
}

function clear(canvas: Buffer, canvasWidth: number, frame: ApngFrame): void {
  for (let row = 0; row < frame.height; row++) rowOf(canvas, canvasWidth, frame, row).fill(0);
}

/** The part of the canvas that a row of the frame covers. */
function rowOf(canvas: Buffer, canvasWidth: number, { left, top, width }: ApngFrame, row: number): Buffer {
  const start = ((top + row) * canvasWidth + left) * CHANNELS;
  return canvas.subarray(start, start + width * CHANNELS);
}

/** The frame over the part of the canvas that it covers: https://www.w3.org/TR/png-3/#13Alpha-channel-processing */
function blendOver(canvas: Buffer, canvasWidth: number, frame: ApngFrame, pixels: Buffer): Promise<Buffer> {
  const { width, height } = frame;
  const below = Buffer.concat(Array.from({ length: height }, (_, row) => rowOf(canvas, canvasWidth, frame, row)));
  const raw = { width, height, channels: CHANNELS } as const;
  return sharp(below, { raw })
    .composite([{ input: pixels, raw, blend: 'over' }])
    .raw()
    .toBuffer();
}
