import { describeFailure, faultsTown, requireProfile, stopAll, withSession } from '@townsquare/launcher';
import { readOptions } from './options.js';
import { saveResult, summaryOf, writeReport } from './report/report.js';
import { runScenario } from './run-scenario.js';
import { scenarios } from './scenarios/index.js';

/** Ends the run when somebody wants it to end, so that the town is stopped before. */
const interrupted = new Promise<never>((_resolve, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => reject(new Error(`Ended by ${signal}.`)));
});
interrupted.catch(() => undefined);

/** Plays the scenarios one after another, each on a fresh town; returns 1 when the checker found something. */
async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  requireProfile(options.profile);
  const usual = faultsTown(process.env, options.profile);
  let failed = 0;
  for (const scenario of scenarios.filter(({ name }) => options.scenario.includes(name))) {
    const town = { ...usual, instances: scenario.instances ?? 1 };
    console.log(`\n${scenario.name}: ${scenario.description}`);
    const result = await withSession(town, 'test:faults', async (session) => {
      const cleaning: (() => Promise<void>)[] = [];
      try {
        return await Promise.race([runScenario(session, scenario, options, cleaning), interrupted]);
      } finally {
        await stopAll(session);
        for (const clean of cleaning) await clean();
      }
    });
    saveResult(town, result);
    console.log(summaryOf(result));
    failed += result.findings.length === 0 ? 0 : 1;
  }
  if (options.report) writeReport(usual, options.report);
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`\n${describeFailure(error)}`);
  process.exitCode = 1;
}
