import { describeFailure, faultsTown, requireProfile, stopAll, withSession } from '@townsquare/launcher';
import { readOptions } from './options.js';
import { saveResult, summaryOf, writeReport } from './report/report.js';
import { runScenario } from './run-scenario.js';
import { scenarios } from './scenarios/index.js';

/** Plays the scenarios one after another, each on a fresh town; answers how many did not end as they must. */
async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  requireProfile(options.profile);
  const town = faultsTown(process.env, options.profile);
  let failed = 0;
  for (const scenario of scenarios.filter(({ name }) => options.scenario.includes(name))) {
    console.log(`\n${scenario.name}: ${scenario.description}`);
    const result = await withSession(town, 'test:faults', async (session) => {
      try {
        return await runScenario(session, scenario, options);
      } finally {
        await stopAll(session);
      }
    });
    saveResult(town, result);
    console.log(summaryOf(result));
    failed += result.findings.length === 0 ? 0 : 1;
  }
  if (options.report) writeReport(town, options.report);
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`\n${describeFailure(error)}`);
  process.exitCode = 1;
}
