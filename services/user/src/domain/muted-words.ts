import { foldPhrase, MAX_MUTED_WORD_LENGTH } from '@townsquare/projections';
import { writtenText } from '@townsquare/text';
import { z } from 'zod';

const MAX_WORDS = 200;

/** A full stop alone would stand in nearly every text. */
const MEANS_SOMETHING = /[\p{L}\p{N}\p{S}]/u;

/** A word or phrase to mute, as it is compared. */
const Word = writtenText()
  .transform(foldPhrase)
  .pipe(
    z
      .string()
      .min(1, 'must not be empty')
      .max(MAX_MUTED_WORD_LENGTH)
      .regex(MEANS_SOMETHING, 'must have a letter, a digit or a symbol in it'),
  )
  .meta({
    description: `A word, a phrase or a #hashtag, 1 to ${MAX_MUTED_WORD_LENGTH} characters; case and accents do not count`,
    examples: ['spoilers'],
  });

/** The words that somebody would have muted, in any order, each once or more often. */
export const MutedWordsForm = z.strictObject({ words: z.array(Word).max(MAX_WORDS) });

/** The words that somebody has muted, as they are compared. */
export const MutedWordsView = z.object({ words: z.array(z.string()) }).meta({ id: 'MutedWords' });
