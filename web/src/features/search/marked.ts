/** A piece of a found text, and whether it is what was searched for. */
export interface MarkedPart {
  text: string;
  isMatch: boolean;
}

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

const plain = (html: string) => html.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]!);

/**
 * The parts of a highlight. The API sends it as HTML, of which it has `<mark>` and five entities alone. Nothing here becomes
 * HTML again: whatever else it might contain is shown as text.
 */
export function markedParts(html: string): MarkedPart[] {
  return html
    .split(/<mark>(.*?)<\/mark>/s)
    .map((piece, index) => ({ text: plain(piece), isMatch: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
}
