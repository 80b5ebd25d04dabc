import { Command, CommanderError } from 'commander';
import { describeFailure } from '../failure.js';
import { addOperatorCommands } from './command-line.js';
import { deadLetters } from './dead-letters.js';
import { awaitSidecar, operatorBeside } from './operator.js';
import { recount } from './recount.js';
import { reindex } from './reindex.js';

// The operator's commands where the town runs in containers, beside a sidecar with the app id `operator`:
//   docker compose run --rm operator recount
//   kubectl -n townsquare exec deploy/operator -c app -- node launcher/dist/src/operator/main.js recount

const program = new Command('operator')
  .description("The operator's commands for a town that runs in containers.")
  .exitOverride()
  .hook('preAction', () => awaitSidecar(process.env));
const operator = () => operatorBeside(process.env);
const end = async (code: Promise<number>) => {
  process.exitCode = await code;
};
addOperatorCommands((name, description) => program.command(name).description(description).allowExcessArguments(false), {
  deadLetters: (...asked) => end(deadLetters(operator(), ...asked)),
  recount: (options) => end(recount(operator(), options)),
  reindex: () => end(reindex(operator())),
});

try {
  await program.parseAsync();
} catch (error) {
  // Commander has printed what is wrong.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(`\n${describeFailure(error)}`);
    process.exitCode = 1;
  }
}
