import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';

export interface Options {
  graph?: string;
  people: number;
  seed: string;
  posts: number;
  comments: number;
  reactions: number;
  images: number;
  concurrency: number;
  settle: number;
}

/** Reads the command line. A path is meant from where the command was typed. */
export function readOptions(args: readonly string[], environment = process.env): Options {
  const command = new Command('npm run demo --')
    .description('Builds a town of people through the public API, and shows that every service agrees about it.')
    .option('--graph <file>', 'an edge list to take the friendships from (SNAP, Network Repository)')
    .option(
      '--people <count>',
      'people in the network that is made without --graph, by a degree-corrected stochastic block model',
      positive,
      1000,
    )
    .option('--seed <text>', 'decides names, texts and, without --graph, the network', 'townsquare')
    .option('--posts <number>', 'posts a person, on average', number, 2)
    .option('--comments <number>', 'comments a person, on average', number, 4)
    .option('--reactions <number>', 'reactions a person, on average', number, 8)
    .option('--images <count>', 'posts with an image, in all', count, 20)
    .option('--concurrency <count>', 'requests at the same time', positive, 24)
    .option(
      '--settle <seconds>',
      'how long to wait while nothing moves, before figures that differ count',
      positive,
      60,
    )
    .allowExcessArguments(false)
    .parse([...args], { from: 'user' });
  const options = command.opts<Options>();
  const folder = environment.INIT_CWD ?? process.cwd();
  return options.graph === undefined ? options : { ...options, graph: resolve(folder, options.graph) };
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('It must be a number, 0 or more.');
  }
  return value;
}

function count(text: string): number {
  const value = number(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError('It must be a whole number.');
  return value;
}

function positive(text: string): number {
  const value = count(text);
  if (value < 1) throw new InvalidArgumentError('It must be 1 or more.');
  return value;
}
