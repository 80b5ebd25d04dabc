import type { Write } from '../history/writes.js';

/** What a thing may be in the end: each value as text, and null for its not being there. */
export type Allowed = ReadonlySet<string | null>;

/** A write to a thing, and the value that it leaves. */
export interface Change {
  write: Pick<Write, 'outcome' | 'late'>;
  value: string | null;
  /** After this nothing brings the thing back: what comes late finds it gone. */
  final?: boolean;
}

/**
 * What a thing may be after these changes, which one person made one after another. What was acknowledged holds; what
 * was not may hold or not; and an attempt that nobody answered may have taken effect after all that came later.
 */
export function allowedAfter(initial: string | null, changes: readonly Change[]): Allowed {
  let allowed = new Set<string | null>([initial]);
  const late = new Set<string | null>();
  for (const { write, value, final } of changes) {
    if (write.outcome === 'done') {
      if (final) return new Set([value]);
      allowed = new Set([value, ...late]);
    } else if (write.outcome === 'unknown') {
      allowed.add(value);
    }
    if (write.late) late.add(value);
  }
  return allowed;
}
