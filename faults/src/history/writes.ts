import type { Entry } from './entry.js';

/**
 * What became of a write. `unknown`: no answer came, or a refusal after an attempt that nobody answered, which may be the
 * answer to that attempt's effect.
 */
export type Outcome = 'done' | 'refused' | 'unknown';

/** A write with all its attempts. */
export interface Write extends Pick<Entry, 'write' | 'kind' | 'person' | 'method' | 'path' | 'key' | 'body'> {
  sentAt: number;
  /** When it was known what became of it. */
  endedAt: number;
  attempts: Entry[];
  outcome: Outcome;
  /** Some attempt had no answer: it may take effect late, even after later writes. */
  late: boolean;
  /** What was answered when it was done. */
  answer: unknown;
}

export const isDone = (status: number | null): boolean => status !== null && status < 300;

/** An answer that will not change by asking again. What is no answer, busy or broken may; so may a token that has ended. */
export const isRefusal = (status: number | null): boolean =>
  status !== null && status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status);

/** The writes of a history, in the order in which they were first sent. */
export function writesOf(entries: readonly Entry[]): Write[] {
  const attempts = new Map<number, Entry[]>();
  for (const entry of entries) attempts.set(entry.write, [...(attempts.get(entry.write) ?? []), entry]);
  return [...attempts.values()].map(toWrite).sort((one, other) => one.write - other.write);
}

function toWrite(unsorted: Entry[]): Write {
  const attempts = [...unsorted].sort((one, other) => Date.parse(one.sentAt) - Date.parse(other.sentAt));
  const { write, kind, person, method, path, key, body, sentAt } = attempts[0]!;
  const done = attempts.find(({ status }) => isDone(status));
  const late = attempts.some(({ status }) => status === null || status >= 500);
  const refused = attempts.some(({ status }) => isRefusal(status));
  const outcome = done ? 'done' : refused && !late ? 'refused' : 'unknown';
  const endedAt = Math.max(...attempts.map(({ answeredAt }) => Date.parse(answeredAt)));
  const common = { write, kind, person, method, path, key, body, attempts, outcome, late } as const;
  return { ...common, sentAt: Date.parse(sentAt), endedAt, answer: done?.answer };
}
