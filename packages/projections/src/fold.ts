/** Letters that Unicode does not take apart, and how people type them without their marks. */
const PLAIN_LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  ł: 'l',
  Ł: 'L',
  ı: 'i',
  þ: 'th',
  Þ: 'TH',
};

/** One character as it is seen: a letter with the marks that follow it. */
const CHARACTERS = /\P{M}\p{M}*|\p{M}+/gsu;

/** Text without accents, and where each of its code units comes from. */
export interface FoldedText {
  text: string;
  /** For each code unit of `text` its position in the original, and the original's length at the end. */
  positions: number[];
}

/**
 * Takes the accents off a text, so that `El Nino` finds `El Niño`: the indexer and the query do the same. Case is left
 * to the analyzer. Only the marks of Latin, Greek and Cyrillic go; in other scripts they are part of the word.
 */
export function fold(original: string): FoldedText {
  const positions: number[] = [];
  let text = '';
  for (const { 0: character, index } of original.matchAll(CHARACTERS)) {
    const folded = foldCharacter(character);
    for (let unit = 0; unit < folded.length; unit++) positions.push(index);
    text += folded;
  }
  positions.push(original.length);
  return { text, positions };
}

/** The folded text alone. */
export const foldText = (original: string): string => fold(original).text;

/** A word to be compared as a whole (a tag, a user name): folded, in lower case. */
export const foldWord = (word: string): string => foldText(word).toLowerCase();

function foldCharacter(character: string): string {
  const plain = PLAIN_LETTERS[character];
  if (plain !== undefined) return plain;
  if (character.length === 1 && character < '\u0080') return character;
  return character
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC');
}
