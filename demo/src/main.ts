import { readFileSync } from 'node:fs';
import { runDemo } from './demo.js';
import { EdgeListError } from './network/edge-list.js';
import { readOptions } from './options.js';
import { TownError } from './town/town-client.js';

try {
  process.exitCode = await runDemo(readOptions(process.argv.slice(2)), process.env, (file) =>
    readFileSync(file, 'utf8'),
  );
} catch (error) {
  console.error(describe(error));
  process.exitCode = 1;
}

/** A fault that the user can do something about is told in a sentence; any other with where it came from. */
function describe(error: unknown): string {
  if (error instanceof EdgeListError) return error.message;
  if (error instanceof TownError)
    return `${error.message}\nWhat is there stays; run the demo again to go on from here.`;
  const { code, message, stack } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR' ? message : (stack ?? message);
}
