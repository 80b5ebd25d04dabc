import { directionEnds } from '@townsquare/text';
import escapeHtml from 'escape-html';
import { FORMS, type Form, readTerms, textOf, wordsIn } from './words.js';

/** The engine's marks around a match: private-use characters, which are in no word. */
export const MATCH_START = '\ue000';
export const MATCH_END = '\ue001';
const MATCHES = /[\ue000\ue001]/g;

/** The forms of an indexed text that have matches, with the engine's marks. */
export type Marked = Partial<Record<Form, string>>;

/** How much of a long text is shown around its first match, in characters. */
const FRAGMENT_LENGTH = 200;
const BEFORE_MATCH = 60;

interface Range {
  start: number;
  end: number;
}

/**
 * Returns a text as safe HTML with `<mark>` around each match. `marked` has the matches that the engine found in its forms. A
 * long text is cut to the surroundings of the first match. `indexed` is the indexed text, if it has other signs in the same
 * positions.
 */
export function highlight(original: string, marked: Marked, indexed = original): string {
  const ranges = matchesIn(indexed, marked);
  const cut = cutAround(original, ranges[0]);
  let html = cut.start > 0 ? '…' : '';
  let position = cut.start;
  for (const range of ranges) {
    if (range.end > cut.end) break;
    html += `${escapeHtml(original.slice(position, range.start))}<mark>`;
    html += `${escapeHtml(original.slice(range.start, range.end))}</mark>`;
    position = range.end;
  }
  const isCut = cut.end < original.length;
  const end = isCut ? `${directionEnds(original.slice(cut.start, cut.end))}…` : '';
  return html + escapeHtml(original.slice(position, cut.end)) + end;
}

/** The matches in a text, in order; none if the index has another version of the text. */
function matchesIn(indexed: string, marked: Marked): Range[] {
  if (Object.keys(marked).length === 0) return [];
  const terms = readTerms(indexed);
  const ranges = FORMS.flatMap((form) => {
    const text = marked[form];
    return text === undefined || text.replace(MATCHES, '') !== textOf(terms, form)
      ? []
      : matchesAmong(wordsIn(terms, form), text);
  });
  return merged(ranges);
}

/** From the first word of each match to its last. */
function matchesAmong(words: Range[], marked: string): Range[] {
  const ranges: Range[] = [];
  let word = 0;
  let start = 0;
  for (const character of marked) {
    if (character === ' ') word += 1;
    else if (character === MATCH_START) start = words[word]!.start;
    else if (character === MATCH_END) ranges.push({ start, end: words[word]!.end });
  }
  return ranges;
}

/** Merges overlapping ranges. */
function merged(ranges: Range[]): Range[] {
  const result: Range[] = [];
  for (const range of ranges.sort((one, other) => one.start - other.start)) {
    const last = result.at(-1);
    if (last && range.start < last.end) last.end = Math.max(last.end, range.end);
    else result.push({ ...range });
  }
  return result;
}

/** The part of a text to show, without cutting words or surrogate pairs. */
function cutAround(text: string, match: Range | undefined): Range {
  if (text.length <= FRAGMENT_LENGTH) return { start: 0, end: text.length };
  const wanted = Math.max(0, (match?.start ?? 0) - BEFORE_MATCH);
  const start = wanted === 0 ? 0 : nextWord(text, wanted, match?.start ?? wanted);
  const limit = Math.max(start + FRAGMENT_LENGTH, match?.end ?? 0);
  if (limit >= text.length) return { start, end: text.length };
  const space = text.lastIndexOf(' ', limit);
  const end = space > Math.max(start, match?.end ?? 0) ? space : wholeCharacter(text, limit);
  return { start, end };
}

function nextWord(text: string, from: number, latest: number): number {
  const space = text.indexOf(' ', from);
  return space === -1 || space >= latest ? wholeCharacter(text, from) : space + 1;
}

function wholeCharacter(text: string, index: number): number {
  return /[\udc00-\udfff]/.test(text[index] ?? '') ? index + 1 : index;
}
