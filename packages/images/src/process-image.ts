import { MAX_IMAGE_BYTES } from '@townsquare/contracts';
import { AppError, invalidField } from '@townsquare/kit';
import { fileTypeFromBuffer } from 'file-type';
import pLimit from 'p-limit';
import sharp, { type Metadata, type OutputInfo, type Sharp } from 'sharp';
import { decodeHeic } from './decode-heic.js';
import type { ImageVariants } from './image-store.js';
import { type Apng, decodeApng, readApng } from './read-apng.js';

/** An image as it is kept, and the size in pixels of its full variant. */
export interface ProcessedImage {
  variants: ImageVariants;
  width: number;
  height: number;
}

/** The longest side of each variant, in pixels. */
const FULL_SIDE = 1600;
const THUMBNAIL_SIDE = 400;

/** The most pixels that an image may have, all its frames together: a few bytes can ask for gigabytes of memory. */
export const MAX_PIXELS = 50_000_000;

/** The most frames that an animation may have: 20 seconds at 15 frames a second. */
export const MAX_FRAMES = 300;

/** How hard the encoder tries to make an animation small (0 to 6): every step costs a fourth more time or far more. */
const ANIMATION_EFFORT = 1;

/** The types that are accepted, as people know them. */
export const IMAGE_TYPES = 'JPEG, PNG, WebP, GIF, AVIF or HEIC';

/** What an accepted MIME type, which is read from the first bytes, must be to the decoder. */
const FORMATS = new Map([
  ['image/jpeg', 'jpeg'],
  ['image/png', 'png'],
  ['image/apng', 'png'],
  ['image/webp', 'webp'],
  ['image/gif', 'gif'],
  ['image/avif', 'heif'],
  ['image/heic', 'heif'],
  ['image/heic-sequence', 'heif'],
  ['image/heif', 'heif'],
  ['image/heif-sequence', 'heif'],
]);

// Only these five decoders of libvips can run, whatever type a file claims. The one for JPEGs with a gain map is not
// among them: such a file is read as the plain JPEG that it begins with. One thread an image and two images at a time
// leave the processor to requests.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((decoder) => `VipsForeignLoad${decoder}Buffer`),
});
sharp.concurrency(1);
sharp.cache(false);
const inTurn = pLimit(2);

/** What the header of a file says, before the file is decoded. */
interface Header {
  width: number;
  height: number;
  frames: number;
  /** Set for an animated PNG, of which libvips would read the first frame alone. */
  apng?: Apng;
  /** The picture of the file to decode, where libvips cannot decode it. */
  heicIndex?: number;
}

/**
 * Makes the variants of an uploaded image: upright, without metadata, and encoded anew as WebP, so that the file itself is
 * never served. Animated GIF, WebP and PNG files stay animated in the full variant; the thumbnail shows
 * the first frame. Of a file with several pictures the primary one is kept, of a JPEG with a gain map the base image.
 *
 * Throws `unsupported_media_type` for what is not a JPEG, PNG, WebP, GIF, AVIF or HEIC by its content, and
 * `invalid_request` for a file that is damaged or has too many pixels or frames.
 */
export async function processImage(file: Buffer): Promise<ProcessedImage> {
  const header = await readHeader(file);
  if (header.frames > MAX_FRAMES) throw invalidField('file', `must have at most ${MAX_FRAMES} frames`);
  if (header.width * header.height * header.frames > MAX_PIXELS) {
    throw invalidField('file', `must have at most ${MAX_PIXELS / 1e6} million pixels, all frames together`);
  }
  return inTurn(() => encode(file, header));
}

async function readHeader(file: Buffer): Promise<Header> {
  const mime = (await fileTypeFromBuffer(file).catch(() => undefined))?.mime ?? '';
  const format = FORMATS.get(mime);
  const metadata = format ? await readMetadata(file) : undefined;
  if (!metadata || metadata.format !== format) {
    throw new AppError('unsupported_media_type', `The file is not a ${IMAGE_TYPES} image.`);
  }
  if (mime === 'image/apng') return readApngHeader(file);
  const { width, height, pageHeight = height } = metadata;
  if (format !== 'heif') return { width, height: pageHeight, frames: metadata.pages ?? 1 };
  return {
    width,
    height: pageHeight,
    frames: 1,
    heicIndex: metadata.compression === 'av1' ? undefined : (metadata.pagePrimary ?? 0),
  };
}

/** What libvips reads of the image without decoding it; undefined where it cannot be read as an image. */
function readMetadata(file: Buffer): Promise<Metadata | undefined> {
  return sharp(file, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
}

function readApngHeader(file: Buffer): Header {
  try {
    const apng = readApng(file);
    const { width, height, frames } = apng;
    return { width, height, frames: frames.length, apng };
  } catch (error) {
    throw damaged(error);
  }
}

async function encode(file: Buffer, header: Header): Promise<ProcessedImage> {
  const isAnimated = header.frames > 1;
  let full: { data: Buffer; info: OutputInfo };
  let thumbnail: Buffer;
  try {
    const image = await open(file, header);
    full = await resize(image, FULL_SIDE, isAnimated ? ANIMATION_EFFORT : undefined).toBuffer({
      resolveWithObject: true,
    });
    thumbnail = await resize(sharp(full.data), THUMBNAIL_SIDE).toBuffer();
  } catch (error) {
    throw damaged(error);
  }
  if (full.data.length > MAX_IMAGE_BYTES) {
    throw invalidField('file', 'is too large an animation: it must be shorter or smaller');
  }
  const { width, height, pageHeight = height } = full.info;
  return { variants: { full: full.data, thumbnail }, width, height: pageHeight };
}

/** The image, upright, for libvips to go on with. */
async function open(file: Buffer, { frames, apng, heicIndex }: Header): Promise<Sharp> {
  if (heicIndex !== undefined) {
    const { data, width, height } = await decodeHeic({ file, index: heicIndex, maxPixels: MAX_PIXELS });
    return sharp(Buffer.from(data.buffer), { raw: { width, height, channels: 4 } });
  }
  if (apng) {
    const { pixels, width, height, loop, delays } = await decodeApng(apng);
    const raw = { width, height: height * frames, channels: 4, pageHeight: height } as const;
    return sharp(pixels, { raw, animated: true }).webp({ loop, delay: delays });
  }
  const image = sharp(file, { limitInputPixels: MAX_PIXELS, failOn: 'error', animated: frames > 1 });
  // An animation has no orientation that viewers honour, and libvips turns no animation.
  return frames > 1 ? image : image.autoOrient();
}

function resize(image: Sharp, side: number, effort?: number): Sharp {
  return image
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .timeout({ seconds: 20 })
    .webp({ quality: 80, effort });
}

function damaged(cause: unknown): AppError {
  const error = invalidField('file', 'is damaged: it could not be decoded as an image');
  error.cause = cause;
  return error;
}
