import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Leaves one plain line that a program can read; `npm test` prints it last, when the town has been stopped. */
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    // A file that could not be run has failed even though none of its tests did.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const tail = skipped > 0 ? `, ${skipped} skipped` : '';
    const line = `${results.numPassedTests} passed, ${failed} failed${tail}`;
    if (process.env.TOWN_HOME) writeFileSync(join(process.env.TOWN_HOME, 'summary.txt'), line);
  }
}
