import { groupBy } from '@townsquare/demo/group-by';
import { grouped } from '@townsquare/demo/progress';
import { describeFinding } from '../check-history.js';
import type { Fault } from '../faults/fault-injector.js';
import type { Result } from './result.js';

/** All results as one document, profile by profile. */
export function renderReport(results: readonly Result[]): string {
  const byProfile = [...groupBy(results, ({ profile }) => profile)];
  return `${[introduction, ...byProfile.flatMap(([profile, runs]) => section(profile, runs))].join('\n\n')}\n`;
}

const introduction = `# What the fault suite found

Written by \`npm run test:faults -- --report docs/faults.md\`, run for each profile with \`--profile\`. The
[README of the suite](../faults/README.md) says how it works and what its words mean.

- **acknowledged**: writes that the town confirmed. **unknown**: writes without a response that their client can rely on.
  **unanswered**: requests, attempts at the same write included, without a response or with a status of 500 or above.
- **whole**: the time from a fault, or from its end, until every service says that it is ready again.
- **agree**: the time from the end of the load, with every service ready, until the owners hold what was acknowledged, and
  timelines, notifications, counters and search hold the same, each thing once. It includes the time that reading takes.`;

function section(profile: string, runs: readonly Result[]): string[] {
  const lists = runs.map((run) => [
    run.scenario,
    grouped(run.acknowledged),
    grouped(run.unknown),
    grouped(run.unanswered),
    grouped(countOf(run.faults)),
    seconds(Math.max(0, ...run.faults.map(({ wholeAfterMs }) => wholeAfterMs))),
    run.findings.length === 0 ? seconds(run.agreedAfterMs) : `**never: ${run.findings.length} findings**`,
  ]);
  const heads = ['scenario', 'acknowledged', 'unknown', 'unanswered', 'faults', 'whole at most after', 'agree after'];
  return [`## ${profile}`, table(heads, lists), ...runs.map(describeRun)];
}

function describeRun(run: Result): string {
  const { profile, scenario, description, people, requests, loadSeconds, seed, repeatedKeys } = run;
  const sentences = [
    `${people} people, ${grouped(requests)} requests in ${grouped(Math.round(loadSeconds))} s`,
    `${grouped(repeatedKeys)} writes sent again needlessly, with the same key`,
    `seed \`${seed}\``,
  ];
  const figures = Object.entries(run.figures).map(([name, value]) => `- ${name}: ${value}`);
  return [
    `### ${profile}: ${scenario}`,
    `${capitalized(description)}. ${capitalized(sentences.join('; '))}.`,
    ...(figures.length > 0 ? [figures.join('\n')] : []),
    ...(run.faults.length > 0 ? [faultsTable(run.faults)] : []),
    ...run.findings.map((finding) => `- ${describeFinding(finding)}`),
  ].join('\n\n');
}

function faultsTable(faults: readonly Fault[]): string {
  const rows = faults.map(({ kind, targets, times, wholeAfterMs }) => [
    kind,
    targets.join(' and '),
    grouped(times),
    wholeAfterMs === 0 ? '' : seconds(wholeAfterMs),
  ]);
  return table(['fault', 'of', 'times', 'whole after'], rows);
}

function countOf(faults: readonly Fault[]): number {
  return faults.reduce((sum, { times }) => sum + times, 0);
}

function table(heads: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
