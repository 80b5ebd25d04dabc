import { foldText } from '@townsquare/text';

/** A folded word, and its position in the text as it was written. */
export interface Word {
  text: string;
  start: number;
  end: number;
}

/** A word, or several that hyphens join. */
export interface Term {
  /** Its words one by one: `e-mail` is `e` and `mail`. */
  parts: Word[];
  /** The same without hyphens: `e-mail` is `email`. */
  joined: Word[];
  /** The same, with the words of scripts without spaces split into characters. */
  characters: Word[];
}

/** The forms in which a text is indexed and searched. A match in any of them counts. */
export const FORMS = ['parts', 'joined', 'characters'] as const;
export type Form = (typeof FORMS)[number];

/** Splits words by Unicode's rules, and those of Thai, Lao, Khmer, Burmese, Chinese and Japanese by dictionaries. */
const WORDS = new Intl.Segmenter('en', { granularity: 'word' });
const CHARACTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A word has at least one of these. Anything else cannot be searched for. */
const MEANING = /[\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}]/u;
/** Signs that do not change a word. They are removed. */
const LEFT_OUT = /['\p{Me}]/gu;
const ELISION = /['\u2018\u2019\u02bc\uff07]/u;
/** Unicode allows it inside a word, for the Swedish `k:a`. Most users end a word with it. */
const COLON = /[:\ufe13\ufe55\uff1a]/gu;
const HYPHEN = /^[-\u2010\u2011\ufe63\uff0d]$/u;
const WITHOUT_SPACES =
  /[\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]/u;

/** Returns the folded terms of a text, in order, without signs, spaces and accents that stand alone. */
export function readTerms(original: string): Term[] {
  const terms: Term[] = [];
  let parts: Word[][] = [];
  let hyphen = false;
  const end = () => {
    if (parts.length > 0) terms.push(toTerm(original, parts));
    parts = [];
  };
  for (const { segment, index } of WORDS.segment(original.replace(COLON, ' '))) {
    const words = wordsOf(segment, index);
    if (words.length > 0) {
      if (!hyphen) end();
      parts.push(words);
      hyphen = false;
    } else if (HYPHEN.test(segment) && parts.length > 0 && !hyphen) {
      hyphen = true;
    } else {
      end();
      hyphen = false;
    }
  }
  end();
  return terms;
}

/** One form of the terms as it is indexed: their words, separated by spaces. */
export const textOf = (terms: Term[], form: Form): string =>
  wordsIn(terms, form)
    .map(({ text }) => text)
    .join(' ');

/** The words of one form, in their order. */
export const wordsIn = (terms: Term[], form: Form): Word[] => terms.flatMap((term) => term[form]);

/** Whether hyphens join any of the words. */
export const haveHyphens = (terms: Term[]): boolean => terms.some(({ parts, joined }) => parts.length > joined.length);

/** Whether any of the words is of a script without spaces. */
export const lackSpaces = (terms: Term[]): boolean =>
  terms.some(({ parts }) => parts.some(({ text }) => WITHOUT_SPACES.test(text)));

/** The words to which a segment is folded: several for `ﷺ`, none for a sign. */
function wordsOf(segment: string, start: number): Word[] {
  const end = start + segment.length;
  const folded = foldText(segment);
  const words = folded.split(/\s+/u).map((text) => text.replace(LEFT_OUT, ''));
  // Folding separates an elided article from its word (`l'eau`). Only the word is searched for.
  const wanted = ELISION.test(segment) ? words.slice(-1) : words;
  return wanted.filter((text) => MEANING.test(text)).map((text) => ({ text, start, end }));
}

function toTerm(original: string, segments: Word[][]): Term {
  const parts = segments.flat();
  const { start } = parts[0]!;
  const { end } = parts.at(-1)!;
  const joined = segments.length === 1 ? parts : [{ text: parts.map(({ text }) => text).join(''), start, end }];
  return { parts, joined, characters: parts.flatMap((word) => charactersOf(original, word)) };
}

/** Folds each character separately, since a word and a part of it must have the same characters. `㍿` becomes four. */
function charactersOf(original: string, word: Word): Word[] {
  if (!WITHOUT_SPACES.test(word.text)) return [word];
  const written = original.slice(word.start, word.end);
  const folded = charactersIn(written).flatMap(({ segment, index }) => wordsOf(segment, word.start + index));
  return folded.flatMap((one) => charactersIn(one.text).map(({ segment: text }) => ({ ...one, text })));
}

const charactersIn = (text: string) => [...CHARACTERS.segment(text)];
