const ADDRESS = /\b(?:https?:\/\/|www\.)\S+/giu;

/** The text without the web addresses in it, whose # and @ mean something else. */
export function withoutAddresses(text: string): string {
  return text.replace(ADDRESS, ' ');
}
