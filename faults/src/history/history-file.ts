import { createWriteStream, readFileSync, type WriteStream } from 'node:fs';
import type { Entry } from './entry.js';

/** Takes in what is sent and answered. */
export interface History {
  add(entry: Entry): void;
}

/** A history on disk: a line of JSON for each request, in the order of the answers. */
export class HistoryFile implements History {
  readonly #stream: WriteStream;

  constructor(readonly path: string) {
    this.#stream = createWriteStream(path);
  }

  add(entry: Entry): void {
    this.#stream.write(`${JSON.stringify(entry)}\n`);
  }

  close(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stream.once('error', reject);
      this.#stream.end(() => resolve());
    });
  }
}

/** The requests of a history file. */
export function readHistory(path: string): Entry[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry);
}
