import type { Result } from './result.js';

/** All results as one document. */
export function renderReport(results: readonly Result[]): string {
  return JSON.stringify(results);
}
