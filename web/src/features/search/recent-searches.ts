const NAME = 'townsquare.recent-searches';
const KEPT = 8;

/** The last texts that were searched for in this browser, the newest first. */
export function recentSearches(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(NAME) ?? '[]');
    return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string') : [];
  } catch {
    return [];
  }
}

export function keepSearch(text: string): void {
  const kept = [text, ...recentSearches().filter((other) => other !== text)].slice(0, KEPT);
  localStorage.setItem(NAME, JSON.stringify(kept));
}

export function forgetSearches(): void {
  localStorage.removeItem(NAME);
}
