import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { describeFailure, Failure } from '../src/failure.js';
import { actions, commandLine } from '../src/main.js';
import { redis } from '../src/parts/redis.js';
import { defaultProfile, profiles, requireProfile, type Town, testTown, townPaths } from '../src/town.js';

/** The name of the command that a command line runs, and what it gets beside the town. */
async function ran(...line: string[]): Promise<[name: string, ...args: unknown[]]> {
  const called: [string, ...unknown[]][] = [];
  const fakes = Object.keys(actions).map((name) => [
    name,
    async (...args: unknown[]) => {
      called.push([
        name,
        ...args.map((arg) => ((arg as Partial<Town>)?.kind ? `${(arg as Town).kind} ${(arg as Town).profile}` : arg)),
      ]);
      return 0;
    },
  ]);
  const program = commandLine(Object.fromEntries(fakes) as typeof actions, () => {});
  for (const command of [program, ...program.commands, ...program.commands.flatMap((one) => one.commands)])
    command.configureOutput({ writeErr: () => {}, writeOut: () => {} });
  await program.parseAsync(line, { from: 'user' });
  return called[0]!;
}

describe('the command line', () => {
  beforeEach(() => {
    process.env.TOWN_HOME = '/nowhere';
  });
  afterEach(() => {
    delete process.env.TOWN_HOME;
  });

  test.each([
    [['start'], ['start', 'town redis']],
    [
      ['start', '--profile', 'kafka'],
      ['start', 'town kafka'],
    ],
    [
      ['test', '--profile', 'kafka'],
      ['test', 'test kafka', [], { partsOnly: false }],
    ],
    [
      ['test', 'story', '--profile=redis', '--verbose', '--parts-only'],
      ['test', 'test redis', ['story', '--verbose'], { partsOnly: true }],
    ],
    [
      ['test', 'media', '-t', 'stays animated'],
      ['test', 'test redis', ['media', '-t', 'stays animated'], { partsOnly: false }],
    ],
    [
      ['demo', '--people', '30', '--help'],
      ['demo', 'town redis', ['--people', '30', '--help']],
    ],
    [
      ['faults', '--scenario', 'kill', '--profile', 'kafka'],
      ['faults', ['--scenario', 'kill', '--profile', 'kafka']],
    ],
    [
      ['dapr', 'run', '-f', 'dapr/dapr.yaml'],
      ['dapr', 'town redis', ['run', '-f', 'dapr/dapr.yaml']],
    ],
    [['deadletters'], ['deadLetters', 'town redis', 'list', undefined]],
    [
      ['deadletters', 'replay', 'feed'],
      ['deadLetters', 'town redis', 'replay', 'feed', undefined],
    ],
    [
      ['deadletters', 'show', 'feed', '7'],
      ['deadLetters', 'town redis', 'show', 'feed', '7'],
    ],
    [
      ['recount', '--repair'],
      ['recount', 'town redis', { repair: true }],
    ],
    [['bench'], ['bench', 'town redis', 'reads', []]],
    [
      ['bench', 'fanout', '500'],
      ['bench', 'town redis', 'fanout', ['500']],
    ],
    [
      ['mutate', 'feed', '--dryRunOnly'],
      ['mutate', 'feed', ['--dryRunOnly']],
    ],
    [
      ['parts', 'up', '--profile', 'rabbitmq'],
      ['parts', 'test rabbitmq', 'up'],
    ],
    [
      ['parts', 'up', '--for-services'],
      ['byHand', 'town redis'],
    ],
    [
      ['parts', 'down', '--for-services'],
      ['stop', 'town redis'],
    ],
  ])('%j runs %j', async (line, expected) => {
    expect(await ran(...line)).toEqual(expected);
  });

  test.each([
    [['start', '--prfile', 'kafka'], "unknown option '--prfile'"],
    [['start', 'kafka'], 'too many arguments'],
    [['start', '--profile', 'carrier-pigeon'], 'There is no profile "carrier-pigeon".'],
    [['start', '--profile'], 'argument missing'],
    [['recount', '--repiar'], "unknown option '--repiar'"],
    [['deadletters', 'show', 'feed'], "missing required argument 'id'"],
    [['deadletters', 'show', 'gateway', '7'], 'Allowed choices are auth, user'],
    [['bench', 'everything'], 'Allowed choices are'],
    [['parts'], "missing required argument 'action'"],
    [['mutate', 'nothing'], 'Allowed choices are gateway, auth'],
    [['fly'], "unknown command 'fly'"],
  ])('%j is refused, and the error names what is wrong', async (line, message) => {
    await expect(ran(...line)).rejects.toThrow(message);
  });
});

test('an unknown profile is refused with the list of those that exist', () => {
  expect(profiles()).toContain(defaultProfile);
  expect(() => requireProfile('carrier-pigeon')).toThrow('There is no profile "carrier-pigeon".');
});

test('a failure says what to do', () => {
  expect(describeFailure(new Failure('Redis is gone.', 'start it.'))).toBe('Redis is gone.\nWhat to do: start it.');
});

test('the supervisor of a town in a deep folder gets a home whose sockets can be opened', () => {
  const town = testTown({ TOWN_TEST_HOME: `/${'deep/'.repeat(30)}` });
  expect(Buffer.byteLength(`${townPaths(town).supervisor}/rpc.sock`)).toBeLessThan(104);
});

test('the address of a Redis elsewhere may have a user, a password and TLS', () => {
  expect(redis.parse('rediss://ana:p%40ss@redis.example')).toEqual({
    host: 'redis.example',
    port: 6379,
    username: 'ana',
    password: 'p@ss',
    tls: true,
  });
});
