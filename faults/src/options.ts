import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { scenarios } from './scenarios/index.js';

export interface Options {
  profile: string;
  scenario: string[];
  writes: number;
  rate: number;
  seed: string;
  limit: number;
  report?: string;
}

const names = scenarios.map(({ name }) => name);

/** Reads the command line. A path is meant from where the command was typed. */
export function readOptions(args: readonly string[], environment = process.env): Options {
  const command = new Command('npm run test:faults --')
    .description('Injects faults into a town of its own while clients write into it, and checks that nothing is lost.')
    .option('--profile <name>', 'the set of parts: redis, kafka or rabbitmq', 'redis')
    .option('--scenario <names>', `which of ${names.join(', ')}, separated by commas`, listOfScenarios, names)
    .option('--writes <count>', 'acknowledged writes in each scenario, at least', count, 10_000)
    .option('--rate <count>', 'writes a second, at most', count, 60)
    .option('--seed <text>', 'decides what each client does, and the order of the faults', 'townsquare')
    .option('--limit <seconds>', 'how long the services may take to agree after the last write', count, 300)
    .option('--report <file>', 'writes the results of all runs so far, of every profile, as a document')
    .allowExcessArguments(false)
    .parse([...args], { from: 'user' });
  const options = command.opts<Options>();
  const folder = environment.INIT_CWD ?? process.cwd();
  return options.report === undefined ? options : { ...options, report: resolve(folder, options.report) };
}

function listOfScenarios(text: string): string[] {
  const wanted = text.split(',').map((name) => name.trim());
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new InvalidArgumentError(`There is no scenario "${unknown}".`);
  return wanted;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number, 1 or more.');
  return value;
}
