import { markedParts } from './marked';

/** A found text with what was searched for marked. */
export function MarkedText({ html }: { html: string }) {
  return markedParts(html).map(({ text, isMatch }, place) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name than their place
    isMatch ? <mark key={place}>{text}</mark> : text,
  );
}
