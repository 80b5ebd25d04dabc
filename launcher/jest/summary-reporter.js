import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

/** Leaves a line of what a run came to; `npm test` prints the sum of its runs last, when the town has been stopped. */
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    // A file that could not be run has failed even though none of its tests did.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const counts = { passed: results.numPassedTests, failed, skipped };
    if (process.env.TOWN_HOME)
      appendFileSync(join(process.env.TOWN_HOME, 'summary.jsonl'), `${JSON.stringify(counts)}\n`);
  }
}
