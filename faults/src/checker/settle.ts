import { setTimeout as pause } from 'node:timers/promises';
import { check } from './check.js';
import type { Facts } from './facts.js';
import type { Finding } from './finding.js';
import type { Reader } from './reader.js';

export interface Settled {
  findings: Finding[];
  /** From the beginning of the check until all agreed, or were given up. */
  tookMs: number;
}

const PAUSE_MS = 1_000;
/** What is derived is read anew each time; the owners, who hardly change any more, each time that this many are over. */
const READ_ALL_EVERY = 8;

/**
 * Reads the town until all agree, at most `limitMs`, and then everything once more: what comes late must not come twice.
 */
export async function settle(
  reader: Reader,
  facts: Facts,
  limitMs: number,
  note: (findings: readonly Finding[]) => void,
): Promise<Settled> {
  const begun = Date.now();
  let seen = await reader.readAll();
  for (let round = 1; ; round++) {
    let findings = check(facts, seen);
    const tookMs = Date.now() - begun;
    if (findings.length === 0) {
      seen = await reader.readAll();
      findings = check(facts, seen);
      if (findings.length === 0) return { findings, tookMs };
    }
    if (tookMs > limitMs) return { findings, tookMs };
    note(findings);
    await pause(PAUSE_MS);
    if (round % READ_ALL_EVERY === 0) seen = await reader.readAll();
    else await reader.readAgain(seen, [...new Set(findings.map(({ section }) => section))]);
  }
}
