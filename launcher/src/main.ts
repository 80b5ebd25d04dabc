import { dapr } from './commands/dapr.js';
import { deadLetters } from './commands/dead-letters.js';
import { demo } from './commands/demo.js';
import { parts } from './commands/parts.js';
import { start } from './commands/start.js';
import { status } from './commands/status.js';
import { stop } from './commands/stop.js';
import { test } from './commands/test.js';
import { describeFailure, Failure } from './failure.js';
import { defaultProfile } from './sidecar/profile.js';
import { everydayTown, testTown } from './town.js';

const usage = `Townsquare

  npm start [-- --profile NAME]     starts the town, or what of it is down
  npm run status                    every part: up or not, address, memory, log
  npm run stop                      ends what was started; the data stay
  npm run demo [-- --graph FILE]    fills the running town with people
  npm run deadletters               what services could not apply: lists, shows, replays, discards
  npm test [-- JEST ARGUMENTS]      all tests, in a town of their own; --parts-only without the services
  npm run parts -- up|down          MySQL, Redis and Elasticsearch of the tests, kept between runs
  npm run dapr -- ARGUMENTS         the Dapr command line, as in: run -f dapr/dapr.yaml

Environment
  TOWN_HOME, TOWN_PORT_BASE         where the town's data and ports are: .town, 4000
  TOWN_MYSQL_URL, TOWN_REDIS_URL, TOWN_ELASTICSEARCH_URL
                                    parts that run elsewhere; the first with an administrator's name and password
  TOWN_TEST_…                       the same five for the tests, which drop the data that they find
  TOWN_DAPRD, TOWN_CACHE            a daprd to use; where the built one and Elasticsearch are kept`;

/** Runs one command and answers its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const [command = 'help', ...rest] = args;
  try {
    return await dispatch(command, rest);
  } catch (error) {
    console.error(`\n${describeFailure(error)}`);
    return 1;
  }
}

async function dispatch(command: string, rest: readonly string[]): Promise<number> {
  switch (command) {
    case 'start':
      return start(everydayTown(process.env, profileIn(rest)));
    case 'stop':
      return stop(everydayTown(process.env));
    case 'status':
      return status(everydayTown(process.env));
    case 'demo':
      return demo(everydayTown(process.env), rest);
    case 'deadletters':
      return deadLetters(everydayTown(process.env), rest);
    case 'dapr':
      return dapr(everydayTown(process.env), rest);
    case 'parts':
      return parts(testTown(process.env), rest[0]);
    case 'test':
      return test(testTown(process.env), rest);
    default:
      console.log(usage);
      return command === 'help' ? 0 : 2;
  }
}

/** The value of --profile; throws a Failure at any other argument. */
export function profileIn(args: readonly string[]): string {
  const [option, value, ...more] = args.flatMap((argument) => argument.split('='));
  if (option === undefined) return defaultProfile;
  if (option === '--profile' && value && more.length === 0) return value;
  throw new Failure(`npm start does not know "${args.join(' ')}".`, 'npm start, or npm start -- --profile NAME');
}
