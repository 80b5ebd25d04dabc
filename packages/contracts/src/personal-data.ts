import { z } from 'zod';
import { Id } from './ids.js';
import { MAX_BATCH } from './internal-calls.js';
import { page } from './pagination.js';

/** The personal data that services hold of a user, by service. Each kind is a file in the download of a user's data. */
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
    'dismissed-suggestions',
  ],
  post: ['posts', 'images'],
  comment: ['comments'],
  reaction: ['reactions'],
  notification: ['notifications', 'notification-preferences'],
} as const;
export type PersonalDataOwner = keyof typeof PERSONAL_DATA;
export type PersonalDataKind<Owner extends PersonalDataOwner = PersonalDataOwner> =
  (typeof PERSONAL_DATA)[Owner][number];

/** The route of each service for one kind. Only the service that makes the download may call it. */
export const PERSONAL_DATA_PATH = '/internal/personal-data/{kind}';

/** Whose data, and which page. */
export const PersonalDataQuery = z.strictObject({
  userId: Id,
  limit: z.coerce.number().int().min(1).max(MAX_BATCH).default(MAX_BATCH),
  cursor: z.string().max(200).optional(),
});

/** Each kind has fields of its own: an item goes into the file unchanged. */
export const PersonalDataItem = z.record(z.string(), z.unknown());
export type PersonalDataItem = z.infer<typeof PersonalDataItem>;
export const PersonalDataPage = page(PersonalDataItem);

/** The kinds whose items are images, by service. */
export const PERSONAL_IMAGES = { user: 'pictures', post: 'images' } as const;
export type PersonalImageOwner = keyof typeof PERSONAL_IMAGES;

/** The name of an image, unique among those of its owner. */
export const ImageName = z.string().regex(/^[0-9a-f]{1,32}$/, 'must be the name of an image');

/** The field that every item of such a kind has. */
export const PersonalImage = z.looseObject({ image: ImageName });

/** Where the bytes of an image of `?userId=` are, in the largest size that is kept (WebP). */
export const PERSONAL_IMAGE_PATH = '/internal/personal-images/{image}';
