/** Something that is not as the history and the owners say. */
export interface Finding {
  /** Which part of the public state was looked at, to be read again: a person's, or a post's. */
  section: `person ${string}` | `post ${string}` | 'history' | 'rows';
  view: 'owner' | 'timeline' | 'notifications' | 'counters' | 'search' | 'keys' | 'recount';
  kind: 'lost' | 'doubled' | 'left over' | 'wrong';
  what: string;
}

export type Place = Pick<Finding, 'section' | 'view'>;

/** Compares a list with what it must hold, each once. */
export function compare(
  place: Place,
  expected: ReadonlyMap<string, string>,
  there: readonly (readonly [key: string, value: string])[],
): Finding[] {
  const found: Finding[] = [];
  const seen = new Set<string>();
  for (const [key, value] of there) {
    const wanted = expected.get(key);
    if (seen.has(key)) found.push({ ...place, kind: 'doubled', what: key });
    else if (wanted === undefined) found.push({ ...place, kind: 'left over', what: `${key} (${value})` });
    else if (wanted !== value) found.push({ ...place, kind: 'wrong', what: `${key} is ${value} instead of ${wanted}` });
    seen.add(key);
  }
  for (const [key, value] of expected) {
    if (!seen.has(key)) found.push({ ...place, kind: 'lost', what: `${key} (${value})` });
  }
  return found;
}

/** Compares numbers by name. */
export function compareCounts(
  place: Place,
  expected: Readonly<Record<string, number>>,
  there: Readonly<Record<string, number>>,
): Finding[] {
  return Object.entries(expected)
    .filter(([name, count]) => there[name] !== count)
    .map(([name, count]) => ({ ...place, kind: 'wrong', what: `${name} is ${there[name]} instead of ${count}` }));
}
