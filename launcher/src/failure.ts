import { existsSync, readFileSync } from 'node:fs';

/** A failure that a person can act on: what went wrong, what to do, and the log that tells more. */
export class Failure extends Error {
  readonly advice: string;
  readonly log: string | undefined;

  constructor(what: string, advice: string, log?: string) {
    super(what);
    this.name = 'Failure';
    this.advice = advice;
    this.log = log;
  }
}

/** The last lines of a log file, or nothing when there is no such file. */
export function logTail(file: string, lines = 15): string[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8').slice(-20_000);
  return text.trimEnd().split('\n').slice(-lines);
}

/** What to print for an error: a Failure with advice and log, anything else as it comes. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Failure)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const parts = [error.message];
  if (error.log) {
    const tail = logTail(error.log);
    if (tail.length > 0) parts.push(`Last lines of ${error.log}:`, ...tail.map((line) => `    ${line.slice(0, 400)}`));
  }
  parts.push(`What to do: ${error.advice}`);
  return parts.join('\n');
}
