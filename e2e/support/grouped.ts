/** The second parts of pairs, sorted, by their first. */
export function grouped(pairs: [string, string][]): Record<string, string[]> {
  const groups: Record<string, string[]> = {};
  for (const [key, value] of pairs) groups[key] = [...(groups[key] ?? []), value].sort();
  return groups;
}
