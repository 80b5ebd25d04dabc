import { Argument, Command, CommanderError, InvalidArgumentError } from 'commander';
import { dapr } from './commands/dapr.js';
import { deadLetters } from './commands/dead-letters.js';
import { ingress } from './commands/ingress.js';
import { parts } from './commands/parts.js';
import { admin, bench, benches, demo, faults, mutable, mutate } from './commands/programs.js';
import { recount } from './commands/recount.js';
import { reindex } from './commands/reindex.js';
import { start } from './commands/start.js';
import { status } from './commands/status.js';
import { stop } from './commands/stop.js';
import { test } from './commands/test.js';
import { describeFailure } from './failure.js';
import { databaseServices } from './services.js';
import { withKnownProfile } from './state.js';
import { everydayTown, profiles, type Town, testTown } from './town.js';

const environment = `
Environment
  TOWN_HOME, TOWN_PORT_BASE         where the town's data and ports are: .town, 4000
  TOWN_INSTANCES                    how many processes of each service run: 1
  TOWN_MYSQL_URL, TOWN_REDIS_URL, TOWN_ELASTICSEARCH_URL, TOWN_SMTP_URL
                                    parts that run elsewhere; the first with an administrator's name and password
  TOWN_RABBITMQ_URL, TOWN_KAFKA_BROKERS, TOWN_CONNECT_URL
                                    the same for the profiles rabbitmq and kafka
  TOWN_GOOGLE_CLIENT_ID, TOWN_GOOGLE_CLIENT_SECRET, the same with FACEBOOK and GITHUB
                                    the town's credentials at the providers that people can sign in with
  TOWN_PUBLIC_URL, TOWN_SIGN_IN_RETURN_TO
                                    where browsers reach the town, and the pages that a sign-in may lead back to
  TOWN_STAFF_SECOND_FACTOR          required: a role counts only with a second factor; the default here is optional
  TOWN_USERNAME_KEPT_DAYS           for how many days nobody else can take a username that was given up: 90
  TOWN_TEST_…                       the first six for the tests, which drop the data that they find
  TOWN_FAULTS_HOME, TOWN_FAULTS_PORT_BASE
                                    where the town of the fault suite is: .town-faults, 24000
  TOWN_DAPRD, TOWN_SENTRY           a daprd and a sentry to use instead of those that are found or built
  TOWN_CACHE                        where built and downloaded programs are kept`;

/** What the commands call. Each function returns the exit code. */
export const actions = {
  admin,
  bench,
  dapr,
  deadLetters,
  demo,
  faults,
  ingress,
  mutate,
  parts,
  recount,
  reindex,
  start,
  status,
  stop,
  test,
};

/** Runs one command and returns its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  let code = 0;
  try {
    await commandLine(actions, (value) => {
      code = value;
    }).parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    // Commander has printed what is wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    console.error(`\n${describeFailure(error)}`);
    return 1;
  }
}

/** Every command with its options. `ended` gets the exit code of the command that ran. */
export function commandLine(run: typeof actions, ended: (code: number) => void): Command {
  const program = new Command('npm run')
    .description('Townsquare: starts, watches and stops a town on this machine.')
    .usage('COMMAND -- [options]')
    .enablePositionalOptions()
    .exitOverride()
    .addHelpText('after', environment);
  const add = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .usage('-- [options]')
      .showHelpAfterError(`(see: npm run ${name} -- --help)`)
      .allowExcessArguments(false);
  /** A command whose arguments another program reads. */
  const pass = (name: string, description: string) =>
    add(name, description).argument('[arguments...]').usage('-- [arguments]').helpOption(false).allowUnknownOption();
  const withProfile = (command: Command) =>
    command.option('--profile <name>', `how messages travel: ${profiles().join(', ')}`, knownProfile);
  const end = async (code: Promise<number>) => ended(await code);

  withProfile(add('start', 'starts the town, or what of it is down')).action(({ profile }) =>
    end(run.start(ownTown(profile))),
  );
  add('status', 'shows every part: up or not, address, memory, log').action(() => end(run.status(ownTown())));
  add('stop', 'ends what was started; the data stay').action(() => end(run.stop(ownTown())));
  pass('demo', 'fills the running town with people').action((args) => end(run.demo(ownTown(), args)));
  addDeadLetters(add('deadletters', 'events that services could not apply'), (...asked) =>
    end(run.deadLetters(ownTown(), ...asked)),
  );
  add('reindex', 'builds the search indices anew while the town is open').action(() => end(run.reindex(ownTown())));
  add('recount', "compares counters, timelines and notifications with the owners' rows")
    .option('--repair', 'corrects what differs', false)
    .action(({ repair }) => end(run.recount(ownTown(), { repair })));
  add('bench', 'measures the running town')
    .usage('-- [name] [arguments]')
    .addArgument(new Argument('[name]').choices(benches()).default('reads'))
    .argument('[arguments...]')
    .action((name, args) => end(run.bench(ownTown(), name, args)));
  pass('admin', 'gives roles, changes keys, removes a second factor; alone, it prints how').action((args) =>
    end(run.admin(ownTown(), args)),
  );
  withProfile(add('test', 'runs the tests in a town of their own; every other argument goes to Jest'))
    .usage('-- [options] [patterns and options of Jest]')
    .argument('[patterns...]')
    .option('--parts-only', 'starts MySQL, Redis, Elasticsearch and the inbox, and no service', false)
    .allowUnknownOption()
    .action((patterns, { profile, partsOnly }) =>
      end(run.test(testTown(process.env, profile), patterns, { partsOnly })),
    );
  pass('faults', 'npm run test:faults: breaks a town of its own while clients write into it').action((args) =>
    end(run.faults(args)),
  );
  add('mutate', "changes a service's rules one place at a time, and lists the changes that no unit test notices")
    .usage('-- SERVICE [options of Stryker]')
    .addArgument(new Argument('<service>').choices(mutable()))
    .argument('[arguments...]')
    .allowUnknownOption()
    .action((service, args) => end(run.mutate(service, args)));
  withProfile(add('parts', 'starts or stops MySQL, Redis, Elasticsearch and the inbox of the tests'))
    .usage('-- up|down')
    .addArgument(new Argument('<action>').choices(['up', 'down']))
    .action((action, { profile }) => end(run.parts(testTown(process.env, profile), action)));
  add('ingress', 'runs an nginx with a sidecar before the running town, until Ctrl-C').action(() =>
    end(run.ingress(ownTown())),
  );
  pass('dapr', 'the Dapr command line, as in: run -f dapr/dapr.yaml').action((args) =>
    end(run.dapr(everydayTown(process.env), args)),
  );
  return program;
}

type AskDeadLetters = (action: 'list' | 'show' | 'replay' | 'discard', service?: string, id?: string) => Promise<void>;

function addDeadLetters(command: Command, ask: AskDeadLetters): void {
  const service = (name: string) => new Argument(name).choices(databaseServices().map(({ id }) => id));
  command.usage('-- [list | show | replay | discard] [SERVICE] [ID]');
  command
    .command('list', { isDefault: true })
    .description('lists them, of all services or of one')
    .addArgument(service('[service]'))
    .action((name) => ask('list', name));
  command
    .command('replay')
    .description('applies them: all, those of a service, or one')
    .addArgument(service('[service]'))
    .argument('[id]')
    .action((name, id) => ask('replay', name, id));
  for (const [action, description] of [
    ['show', 'prints one'],
    ['discard', 'deletes one'],
  ] as const)
    command
      .command(action)
      .description(description)
      .addArgument(service('<service>'))
      .argument('<id>')
      .action((name, id) => ask(action, name, id));
  for (const one of command.commands) one.allowExcessArguments(false);
}

/** The everyday town, with this profile or the one that it had last. */
function ownTown(profile?: string): Town {
  return profile ? everydayTown(process.env, profile) : withKnownProfile(everydayTown(process.env));
}

function knownProfile(name: string): string {
  if (!profiles().includes(name)) throw new InvalidArgumentError(`There is no profile "${name}".`);
  return name;
}
