import { AppError, invalidField } from '@townsquare/kit';
import { fileTypeFromBuffer } from 'file-type';
import sharp, { type Metadata, type Sharp } from 'sharp';
import type { ImageVariants } from './image-store.js';
import { Turnstile } from './turnstile.js';

/** An image as it is kept, and the size in pixels of its full variant. */
export interface ProcessedImage {
  variants: ImageVariants;
  width: number;
  height: number;
}

/** The longest side of each variant, in pixels. */
const FULL_SIDE = 1600;
const THUMBNAIL_SIDE = 400;

/** The most pixels that an image may have: a few bytes can ask for gigabytes of memory. */
export const MAX_PIXELS = 50_000_000;

const FORMATS = new Map([
  ['image/jpeg', 'jpeg'],
  ['image/png', 'png'],
  ['image/webp', 'webp'],
  ['image/gif', 'gif'],
]);

// Only these four decoders can run, whatever a file says that it is. One thread an image and two images at a time
// leave the processor to requests.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif'].map((decoder) => `VipsForeignLoad${decoder}Buffer`),
});
sharp.concurrency(1);
sharp.cache(false);
const turnstile = new Turnstile(2);

/**
 * Makes what is kept of an uploaded image: turned upright, without metadata, encoded anew as WebP, so that nothing of
 * the file itself is ever served. Of an animation the first frame is kept. Throws `unsupported_media_type` for what is
 * not a JPEG, PNG, WebP or GIF by its content, and `invalid_request` for one that is damaged or has too many pixels.
 */
export async function processImage(file: Buffer): Promise<ProcessedImage> {
  await checkType(file);
  return turnstile.pass(() => encode(file));
}

async function checkType(file: Buffer): Promise<void> {
  const type = await fileTypeFromBuffer(file).catch(() => undefined);
  const format = FORMATS.get(type?.mime ?? '');
  const metadata = format ? await readHeader(file) : undefined;
  if (!metadata || metadata.format !== format) {
    throw new AppError('unsupported_media_type', 'The file is not a JPEG, PNG, WebP or GIF image.');
  }
  if (metadata.width * (metadata.pageHeight ?? metadata.height) > MAX_PIXELS) {
    throw invalidField('file', `must have at most ${MAX_PIXELS / 1e6} million pixels`);
  }
}

/** What the image says of itself; undefined where it cannot be read as an image. Nothing is decoded. */
function readHeader(file: Buffer): Promise<Metadata | undefined> {
  return sharp(file, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
}

async function encode(file: Buffer): Promise<ProcessedImage> {
  try {
    const upright = sharp(file, { limitInputPixels: MAX_PIXELS, failOn: 'error' }).autoOrient();
    const full = await resize(upright, FULL_SIDE).toBuffer({ resolveWithObject: true });
    const thumbnail = await resize(sharp(full.data), THUMBNAIL_SIDE).toBuffer();
    return { variants: { full: full.data, thumbnail }, width: full.info.width, height: full.info.height };
  } catch {
    throw invalidField('file', 'is damaged: it could not be decoded as an image');
  }
}

function resize(image: Sharp, side: number): Sharp {
  return image
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .timeout({ seconds: 20 })
    .webp({ quality: 80 });
}
