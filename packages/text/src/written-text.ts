import { z } from 'zod';

/** What is taken from nobody: control characters but tab and line break, halves of a character, and what Unicode says is none. */
const REFUSED = /(?![\t\n\r])\p{Cc}|\p{Cs}|\p{Noncharacter_Code_Point}/u;

/** What changes the direction of the text after it, up to its end. */
const DIRECTION_CONTROL = /[\u202a-\u202e\u2066-\u2069]/gu;
const LINE_BREAK = /[\n\r\u2028\u2029]/u;

/** Signs that show nothing by themselves, though Unicode has no property for it: the empty Braille cell and the like. */
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
 * The schema of every text that people write and others read, to be gone on with by `min` and `max`. It takes the text in
 * NFC, without white space around it; as empty where nothing of it is to be seen; and with all changes of direction ended, so
 * that none reaches what is shown behind it. Joiners stay. Control characters but tab and line break are refused.
 */
export const writtenText = (): z.ZodString => z.string().check(checkCharacters, z.overwrite(tidy));

/** The schema of a name by which people are shown, in the same way: one line, without changes of direction. */
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
 * What ends the embeddings, overrides and isolates that a text leaves open, also one that was cut (the Unicode Bidirectional
 * Algorithm, X1 to X8). The end of an isolate ends what was embedded in it. Line breaks end nothing here: where they are shown
 * as spaces they do not.
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
