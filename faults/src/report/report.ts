import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { grouped } from '@townsquare/demo/progress';
import type { Town } from '@townsquare/launcher';
import { describeFinding } from '../check-history.js';
import { renderReport } from './render.js';
import type { Result } from './result.js';

const SHOWN_FINDINGS = 20;

const folderOf = (town: Town) => join(town.home, 'results');

/** Keeps a result beside those of other scenarios and profiles; the latest of each counts. */
export function saveResult(town: Town, result: Result): void {
  mkdirSync(folderOf(town), { recursive: true });
  const file = join(folderOf(town), `${result.profile}-${result.scenario}.json`);
  writeFileSync(file, JSON.stringify(result, null, 2));
}

/** Writes a document of all results that are kept. */
export function writeReport(town: Town, file: string): void {
  const results = readdirSync(folderOf(town)).map(
    (name) => JSON.parse(readFileSync(join(folderOf(town), name), 'utf8')) as Result,
  );
  writeFileSync(file, renderReport(results));
}

/** What a run showed, for whoever waits at the terminal. */
export function summaryOf(result: Result): string {
  const { acknowledged, unknown, faults, agreedAfterMs, findings } = result;
  const lines = [
    `  ${grouped(acknowledged)} writes acknowledged, ${grouped(unknown)} of unknown outcome, ${faults.length} faults`,
    findings.length === 0
      ? `  all agreed after ${(agreedAfterMs / 1000).toFixed(1)} s`
      : `  ${findings.length} things are not as they must be:`,
    ...findings.slice(0, SHOWN_FINDINGS).map((finding) => `    ${describeFinding(finding)}`),
  ];
  return lines.join('\n');
}
