/** The longest texts that people can write, in UTF-16 code units as JavaScript counts them. */
export const MAX_POST_LENGTH = 5000;
export const MAX_COMMENT_LENGTH = 2000;
export const MAX_BIO_LENGTH = 500;

/** The largest image that can be uploaded, in bytes. */
export const MAX_IMAGE_BYTES = 8 * 1024 * 1024;
