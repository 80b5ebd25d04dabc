import { Id } from '@townsquare/contracts';
import { IMAGE_VARIANTS, type ImageVariant } from '@townsquare/images';
import { z } from 'zod';

/** Where pictures are served. A new picture has a new key, and so a new address: each can be cached for ever. */
export const PICTURE_ROUTE = '/api/v1/profiles/{userId}/picture/{key}/{variant}';

export const PicturePath = z.object({
  userId: Id,
  key: z.string().regex(/^[0-9a-f]{32}$/, 'must be the key of a picture'),
  variant: z.enum(IMAGE_VARIANTS),
});

/** The address of a picture, on the gateway. */
export function picturePath(userId: string, key: string, variant: ImageVariant = 'thumbnail'): string {
  return PICTURE_ROUTE.replace('{userId}', userId).replace('{key}', key).replace('{variant}', variant);
}
