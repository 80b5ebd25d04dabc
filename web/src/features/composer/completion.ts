/** The hashtag or mention that is being typed at the caret. */
export interface Token {
  /** Where its sign stands. */
  start: number;
  /** With its sign: `@an`, `#te`. */
  text: string;
}

const AT_CARET = /(?<![\p{L}\p{N}_@#/&])[@#][\p{L}\p{N}\p{M}_]{1,50}$/u;

/** The token that ends at the caret; undefined where none does, or where a word goes on behind the caret. */
export function tokenAt(text: string, caret: number): Token | undefined {
  if (/^[\p{L}\p{N}_]/u.test(text.slice(caret))) return undefined;
  const match = AT_CARET.exec(text.slice(0, caret));
  return match ? { start: match.index, text: match[0] } : undefined;
}

/** The text with the token replaced by what was chosen and a space, and where the caret is then. */
export function complete(text: string, token: Token, chosen: string): { text: string; caret: number } {
  const rest = text.slice(token.start + token.text.length);
  const inserted = rest.startsWith(' ') ? chosen : `${chosen} `;
  return { text: text.slice(0, token.start) + inserted + rest, caret: token.start + chosen.length + 1 };
}
