/** The longest texts that people can write, in UTF-16 code units as JavaScript counts them. */
export const MAX_POST_LENGTH = 5000;
export const MAX_COMMENT_LENGTH = 2000;
export const MAX_BIO_LENGTH = 500;

/** The largest image that can be uploaded, in bytes. */
export const MAX_IMAGE_BYTES = 8 * 1024 * 1024;

/**
 * How long an access token is valid, in seconds from when auth issues it. From it follow `ENDED_SESSION_SECONDS`, and how long
 * auth publishes a key that no longer signs (services/auth/src/identity/domain/key-schedule.ts).
 */
export const ACCESS_TOKEN_SECONDS = 600;

/** How far the clocks of two machines may differ, in seconds. */
const CLOCK_DIFFERENCE_SECONDS = 60;

/** How long an ended session is remembered, in seconds: no access token of it is valid any more, by any clock. */
export const ENDED_SESSION_SECONDS = ACCESS_TOKEN_SECONDS + CLOCK_DIFFERENCE_SECONDS;
