/** The most characters of a post and of a comment, as the API counts them. */
export const MAX_POST_LENGTH = 5_000;
export const MAX_COMMENT_LENGTH = 2_000;

/** The length of a text as the API counts it: in NFC, without the space around it, in UTF-16 units. */
export const writtenLength = (text: string): number => text.normalize('NFC').trim().length;
