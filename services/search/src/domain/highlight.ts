import { fold } from '@townsquare/text';

/** What the search engine puts around a match: characters for private use, which the indexer keeps out of the text. */
export const MATCH_START = '\ue000';
export const MATCH_END = '\ue001';
const MARKS = /[\ue000\ue001]/g;

/** How much of a long text is shown around its first match, in characters. */
const FRAGMENT_LENGTH = 200;
const BEFORE_MATCH = 60;

interface Range {
  start: number;
  end: number;
}

/** The text for a folded field: without accents, and without anything that could be taken for a mark of a match. */
export const searchable = (original: string): string => fold(withoutMarks(original)).text;

const withoutMarks = (text: string): string => text.replace(MARKS, ' ');

/**
 * A text as safe HTML with `<mark>` around what was found. `marked` is the folded text with the engine's marks, if it
 * found anything there. A long text is cut to the surroundings of the first match.
 */
export function highlight(original: string, marked: string | undefined): string {
  const ranges = marked === undefined ? [] : matchesIn(original, marked);
  const cut = cutAround(original, ranges[0]);
  let html = cut.start > 0 ? '…' : '';
  let position = cut.start;
  for (const range of ranges) {
    if (range.end > cut.end) break;
    html += `${escapeHtml(original.slice(position, range.start))}<mark>`;
    html += `${escapeHtml(original.slice(range.start, range.end))}</mark>`;
    position = range.end;
  }
  return html + escapeHtml(original.slice(position, cut.end)) + (cut.end < original.length ? '…' : '');
}

/** The matches in the original text; none where the indexed text is no longer that of the original. */
function matchesIn(original: string, marked: string): Range[] {
  const { text, positions } = fold(withoutMarks(original));
  if (marked.replace(MARKS, '') !== text) return [];
  const ranges: Range[] = [];
  let unit = 0;
  let start = 0;
  for (const character of marked.split('')) {
    if (character === MATCH_START) start = positions[unit]!;
    else if (character === MATCH_END) ranges.push({ start, end: positions[unit]! });
    else unit += 1;
  }
  return ranges.filter((range) => range.start < range.end);
}

/** The part of a text to show: words are not cut, nor characters of two code units. */
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

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
