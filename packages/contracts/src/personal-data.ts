import { z } from 'zod';
import { Id } from './ids.js';
import { MAX_BATCH } from './internal-calls.js';
import { page } from './pagination.js';

/** What services hold of a person, by who holds it: each kind is a file of the download of all one's data. */
export const PERSONAL_DATA = {
  user: [
    'profile',
    'pictures',
    'following',
    'followers',
    'follow-requests-sent',
    'follow-requests-received',
    'blocks',
    'mutes',
    'muted-words',
  ],
  post: ['posts', 'images'],
  comment: ['comments'],
  reaction: ['reactions'],
  notification: ['notifications', 'notification-preferences'],
} as const;
export type PersonalDataOwner = keyof typeof PERSONAL_DATA;
export type PersonalDataKind<Owner extends PersonalDataOwner = PersonalDataOwner> =
  (typeof PERSONAL_DATA)[Owner][number];

/** Where each of them answers what it holds of one kind. It is for the service that makes the download, and no other. */
export const PERSONAL_DATA_PATH = '/internal/personal-data/{kind}';

/** Whose data, and which page of it. */
export const PersonalDataQuery = z.strictObject({
  userId: Id,
  limit: z.coerce.number().int().min(1).max(MAX_BATCH).default(MAX_BATCH),
  cursor: z.string().max(200).optional(),
});

/** Each kind says for itself what its things are made of: they go into the file as they are. */
export const PersonalDataItem = z.record(z.string(), z.unknown());
export type PersonalDataItem = z.infer<typeof PersonalDataItem>;
export const PersonalDataPage = page(PersonalDataItem);

/** The kinds whose things are images, and who holds them. */
export const PERSONAL_IMAGES = { user: 'pictures', post: 'images' } as const;
export type PersonalImageOwner = keyof typeof PERSONAL_IMAGES;

/** What tells an image from all others of its owner. */
export const ImageName = z.string().regex(/^[0-9a-f]{1,32}$/, 'must be the name of an image');

/** What a thing of such a kind has in any case. */
export const PersonalImage = z.looseObject({ image: ImageName });

/** Where the bytes of an image of `?userId=` are, in the largest size that is kept (WebP). */
export const PERSONAL_IMAGE_PATH = '/internal/personal-images/{image}';
