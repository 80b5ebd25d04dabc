import { factsOf } from './checker/facts.js';
import type { Finding } from './checker/finding.js';
import { Reader } from './checker/reader.js';
import { settle } from './checker/settle.js';
import { readHistory } from './history/history-file.js';
import { isDone, writesOf } from './history/writes.js';
import { ApiClient } from './load/api-client.js';
import type { Result } from './report/result.js';

const READ_TIMEOUT_MS = 20_000;

export type Checked = Pick<
  Result,
  | 'people'
  | 'requests'
  | 'acknowledged'
  | 'refused'
  | 'unknown'
  | 'unanswered'
  | 'repeatedKeys'
  | 'agreedAfterMs'
  | 'findings'
>;

/** Compares a town with a history, of which and of its public API alone this knows anything. */
export async function checkHistory(
  file: string,
  urls: readonly string[],
  limitMs: number,
  note: (text: string) => void,
): Promise<Checked> {
  const entries = readHistory(file);
  const facts = factsOf(entries);
  const caller = new ApiClient(urls, READ_TIMEOUT_MS);
  const noteFirst = (findings: readonly Finding[]) =>
    note(`${findings.length} open, the first: ${describeFinding(findings[0]!)}`);
  const { findings, tookMs } = await settle(new Reader(caller, facts), facts, limitMs, noteFirst);
  await caller.close();
  const writes = writesOf(entries).filter(({ kind }) => kind !== 'logIn');
  const count = (outcome: string) => writes.filter((write) => write.outcome === outcome).length;
  const repeated = writes.filter(
    ({ key, attempts }) => key !== null && attempts.length > 1 && isDone(attempts[0]!.status),
  );
  return {
    people: facts.people.size,
    requests: entries.length,
    acknowledged: count('done'),
    refused: count('refused'),
    unknown: count('unknown'),
    unanswered: entries.filter(({ status }) => status === null || status >= 500).length,
    repeatedKeys: repeated.length,
    agreedAfterMs: tookMs,
    findings,
  };
}

/** A finding in a line. */
export function describeFinding({ kind, view, section, what }: Finding): string {
  return `${kind} in ${view} of ${section}: ${what}`;
}
