/** What was typed and not yet sent: kept in this browser, for each account and place of its own. */
export function readDraft(userId: string, place: string): string {
  return localStorage.getItem(nameOf(userId, place)) ?? '';
}

export function keepDraft(userId: string, place: string, text: string): void {
  const name = nameOf(userId, place);
  if (text) localStorage.setItem(name, text);
  else localStorage.removeItem(name);
}

const nameOf = (userId: string, place: string) => `townsquare.draft.${userId}.${place}`;
