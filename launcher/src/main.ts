import { admin } from './commands/admin.js';
import { bench } from './commands/bench.js';
import { dapr } from './commands/dapr.js';
import { deadLetters } from './commands/dead-letters.js';
import { demo } from './commands/demo.js';
import { faults } from './commands/faults.js';
import { ingress } from './commands/ingress.js';
import { parts } from './commands/parts.js';
import { recount } from './commands/recount.js';
import { reindex } from './commands/reindex.js';
import { start } from './commands/start.js';
import { status } from './commands/status.js';
import { stop } from './commands/stop.js';
import { test } from './commands/test.js';
import { describeFailure, Failure } from './failure.js';
import { requireProfile } from './sidecar/profile.js';
import { withKnownProfile } from './state.js';
import { everydayTown, type Town, testTown } from './town.js';

const usage = `Townsquare

  npm start [-- --profile NAME]     starts the town, or what of it is down
  npm run status                    every part: up or not, address, memory, log
  npm run stop                      ends what was started; the data stay
  npm run demo [-- --graph FILE]    fills the running town with people
  npm run deadletters               what services could not apply: lists, shows, replays, discards
  npm run reindex                   builds the search indices anew while the town is open
  npm run recount [-- --repair]     holds counters, timelines and notifications against the owners' rows
  npm run bench [-- NAME]           measures the running town: reads, fanout, publishing
  npm run admin -- ARGUMENTS        gives roles, changes keys; alone, says how
  npm test [-- JEST ARGUMENTS]      all tests, in a town of their own; --parts-only without the services, --profile NAME
  npm run test:api                  tries the API by its own document, with more examples than npm test
  npm run test:faults [-- --help]   breaks a town of its own in every way, while people write into it
  npm run ingress                   an nginx with a sidecar before the running town: requests by service invocation
  npm run parts -- up|down          MySQL, Redis and Elasticsearch of the tests, kept between runs
  npm run dapr -- ARGUMENTS         the Dapr command line, as in: run -f dapr/dapr.yaml

Environment
  TOWN_HOME, TOWN_PORT_BASE         where the town's data and ports are: .town, 4000
  TOWN_INSTANCES                    how many processes of each service run: 1
  TOWN_MYSQL_URL, TOWN_REDIS_URL, TOWN_ELASTICSEARCH_URL, TOWN_SMTP_URL
                                    parts that run elsewhere; the first with an administrator's name and password
  TOWN_RABBITMQ_URL, TOWN_KAFKA_BROKERS, TOWN_CONNECT_URL
                                    the same for the profiles rabbitmq and kafka
  TOWN_GOOGLE_CLIENT_ID, TOWN_GOOGLE_CLIENT_SECRET, the same with FACEBOOK and GITHUB
                                    credentials of the town at those who people can sign in with
  TOWN_PUBLIC_URL, TOWN_SIGN_IN_RETURN_TO
                                    where browsers reach the town, and the pages that a sign-in may lead back to
  TOWN_STAFF_SECOND_FACTOR          required: a role counts only for who has a second factor; optional here if not set
  TOWN_USERNAME_KEPT_DAYS           how long a username that was given up, or whose account was deleted, is kept: 90
  TOWN_TEST_…                       the first six for the tests, which drop the data that they find
  TOWN_FAULTS_HOME, TOWN_FAULTS_PORT_BASE
                                    where the town of the fault suite is: .town-faults, 24000
  TOWN_DAPRD, TOWN_SENTRY           a daprd and a sentry to use instead of those that are found or built
  TOWN_CACHE                        where built and downloaded programs are kept`;

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
  const { profile, others } = takeProfile(rest);
  switch (command) {
    case 'start':
      if (others.length === 0) return start(ownTown(profile));
      throw new Failure(`npm start does not know "${others.join(' ')}".`, 'npm start, or npm start -- --profile NAME');
    case 'stop':
      return stop(ownTown());
    case 'status':
      return status(ownTown());
    case 'demo':
      return demo(ownTown(), rest);
    case 'deadletters':
      return deadLetters(ownTown(), rest);
    case 'reindex':
      return reindex(ownTown());
    case 'recount':
      return recount(ownTown(), rest);
    case 'bench':
      return bench(ownTown(), rest);
    case 'admin':
      return admin(ownTown(), rest);
    case 'ingress':
      return ingress(ownTown());
    case 'dapr':
      return dapr(everydayTown(process.env), rest);
    case 'parts':
      return parts(testTown(process.env, profile), others[0]);
    case 'faults':
      return faults(rest);
    case 'test':
      return test(testTown(process.env, profile), others);
    default:
      console.log(usage);
      return command === 'help' ? 0 : 2;
  }
}

/** The everyday town, with this profile or the one that it had last. */
function ownTown(profile?: string): Town {
  return profile ? everydayTown(process.env, profile) : withKnownProfile(everydayTown(process.env));
}

/** Divides arguments into the value of --profile, if it is there, and the others. Throws when there is no such profile. */
export function takeProfile(args: readonly string[]): { profile?: string; others: string[] } {
  const at = args.findIndex((argument) => /^--profile(=|$)/.test(argument));
  if (at < 0) return { others: [...args] };
  const [, inline] = args[at]!.split('=');
  const profile = inline ?? args[at + 1] ?? '';
  requireProfile(profile);
  return { profile, others: args.toSpliced(at, inline === undefined ? 2 : 1) };
}
