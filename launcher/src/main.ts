import { parts } from './commands/parts.js';
import { stop } from './commands/stop.js';
import { describeFailure } from './failure.js';
import { everydayTown, testTown } from './town.js';

/** Runs one command and answers its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const [command = 'help', ...rest] = args;
  try {
    switch (command) {
      case 'stop':
        return await stop(everydayTown(process.env));
      case 'parts':
        return await parts(testTown(process.env), rest[0]);
      default:
        console.error('usage');
        return 2;
    }
  } catch (error) {
    console.error(describeFailure(error));
    return 1;
  }
}
