import { foldPhrase, MAX_MUTED_WORD_LENGTH } from '@townsquare/projections';
import { writtenText } from '@townsquare/text';
import { z } from 'zod';

const MAX_WORDS = 200;

/** A full stop alone would match nearly every text. */
const MEANS_SOMETHING = /[\p{L}\p{N}\p{S}]/u;

/** A word or phrase to mute, in the form in which it is compared. */
const Word = writtenText()
  .transform(foldPhrase)
  .pipe(
    z
      .string()
      .min(1, 'must not be empty')
      .max(MAX_MUTED_WORD_LENGTH)
      .regex(MEANS_SOMETHING, 'must have a letter, a digit or a symbol'),
  )
  .meta({
    description: `A word, a phrase or a #hashtag, 1 to ${MAX_MUTED_WORD_LENGTH} characters; case and accents do not count`,
    examples: ['spoilers'],
  });

/** The words that a person wants to mute, in any order; a word may stand there more than once. */
export const MutedWordsForm = z.strictObject({ words: z.array(Word).max(MAX_WORDS) });
