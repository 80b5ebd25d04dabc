import { randomBytes } from 'node:crypto';

/** The sizes in which an image is kept. */
export const IMAGE_VARIANTS = ['full', 'thumbnail'] as const;
export type ImageVariant = (typeof IMAGE_VARIANTS)[number];

/** The bytes of an image (WebP) in each size. */
export type ImageVariants = Record<ImageVariant, Buffer>;

/** Where images are kept. A key belongs to one image for ever: a new image gets a new key. */
export interface ImageStore {
  /** Stores an image. Throws `unavailable` when that fails, and may have stored some of the variants then. */
  save(key: string, variants: ImageVariants): Promise<void>;
  /** The bytes, or undefined when the key has none; throws `unavailable` when the store does not respond. */
  read(key: string, variant: ImageVariant): Promise<Buffer | undefined>;
  /** Deletes an image, whether all of it, some or nothing exists. Throws `unavailable` when that fails. */
  remove(key: string): Promise<void>;
}

/** A new key of 128 random bits. It cannot be guessed, and does not reveal whose image it is. */
export function newImageKey(): string {
  return randomBytes(16).toString('hex');
}
