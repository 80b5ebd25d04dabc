import { z } from 'zod';

/** What is refused: control characters except tab and line break, lone surrogates, and what Unicode calls noncharacters. */
const REFUSED = /(?![\t\n\r])\p{Cc}|\p{Cs}|\p{Noncharacter_Code_Point}/u;

/** What changes the direction of the text after it, up to its end. */
const DIRECTION_CONTROL = /[\u202a-\u202e\u2066-\u2069]/gu;
const LINE_BREAK = /[\n\r\u2028\u2029]/u;

/** Characters that show nothing, for which Unicode has no property: the empty Braille cell and the like. */
const BLANK = '\\u2800\\ufff9-\\ufffb\\u{13430}-\\u{1343f}\\u{1d159}';
const SHOWS_NOTHING = new RegExp(`^[\\p{White_Space}\\p{Default_Ignorable_Code_Point}\\p{M}\\p{Cc}${BLANK}]*$`, 'u');

const checkCharacters = z.refine<string>((text) => !REFUSED.test(text), {
  error: 'must not have control characters other than tabs and line breaks',
  abort: true,
});

const checkOneLine = z.refine<string>((text) => !LINE_BREAK.test(text) && text.search(DIRECTION_CONTROL) === -1, {
  error: 'must be one line, without characters that change the direction of text',
  abort: true,
});

/**
 * The schema of every text that people write and others read; routes add `min` and `max`. It converts the text to NFC and
 * trims it. A text without a visible character becomes empty. Open changes of direction are closed, so that they do not
 * affect what is shown after the text. Joiners stay. Control characters except tab and line break are refused.
 */
export const writtenText = (): z.ZodString => z.string().check(checkCharacters, z.overwrite(tidy));

/** The schema of a name that is shown for a person: as `writtenText`, but one line and without changes of direction. */
export const writtenName = (): z.ZodString => writtenText().check(checkOneLine);

/** Whether a schema is one of `writtenText`. */
export function takesWrittenText(schema: z.ZodString): boolean {
  return schema.def.checks?.includes(checkCharacters) ?? false;
}

function tidy(text: string): string {
  const normalised = text.normalize('NFC').trim();
  return SHOWS_NOTHING.test(normalised) ? '' : normalised + directionEnds(normalised);
}

const ISOLATE = /[\u2066-\u2068]/u;
const END_OF_ISOLATE = '\u2069';
const END_OF_EMBEDDING = '\u202c';

/**
 * The characters that close the embeddings, overrides and isolates that a text leaves open, also a text that was cut (the
 * Unicode Bidirectional Algorithm, X1 to X8). The end of an isolate also ends the embeddings in it. Line breaks close nothing
 * here, because they do not where they are shown as spaces.
 */
export function directionEnds(text: string): string {
  const open: string[] = [];
  for (const [control] of text.matchAll(DIRECTION_CONTROL)) {
    if (control === END_OF_ISOLATE) {
      const isolate = open.lastIndexOf(END_OF_ISOLATE);
      if (isolate >= 0) open.length = isolate;
    } else if (control === END_OF_EMBEDDING) {
      if (open.at(-1) === END_OF_EMBEDDING) open.pop();
    } else {
      open.push(ISOLATE.test(control) ? END_OF_ISOLATE : END_OF_EMBEDDING);
    }
  }
  return open.reverse().join('');
}
