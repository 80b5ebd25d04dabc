import { randomBytes } from 'node:crypto';

/** The sizes in which an image is kept. */
export const IMAGE_VARIANTS = ['full', 'thumbnail'] as const;
export type ImageVariant = (typeof IMAGE_VARIANTS)[number];

/** The bytes of an image (WebP) in each size. */
export type ImageVariants = Record<ImageVariant, Buffer>;

/** Where images are kept. A key stands for one image for ever: a new image gets a new key. */
export interface ImageStore {
  /** Keeps an image; throws `unavailable` when that fails, and may then have kept some of it. */
  save(key: string, variants: ImageVariants): Promise<void>;
  /** The bytes, or undefined where there are none under the key; throws `unavailable` when the store does not answer. */
  read(key: string, variant: ImageVariant): Promise<Buffer | undefined>;
  /** Forgets an image, whether or not it, or all of it, is there; throws `unavailable` when that fails. */
  remove(key: string): Promise<void>;
}

/** A new key, of 128 random bits: it cannot be guessed, and does not tell whose image it is. */
export function newImageKey(): string {
  return randomBytes(16).toString('hex');
}
