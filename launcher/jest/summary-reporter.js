/** Ends a run with one plain line that a program can read. */
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    // A file that could not be run has failed even though none of its tests did.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const tail = skipped > 0 ? `, ${skipped} skipped` : '';
    process.stdout.write(`\n${results.numPassedTests} passed, ${failed} failed${tail}\n`);
  }
}
