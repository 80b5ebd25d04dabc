const PLAIN_PAUSE_MS = 5_000;
const LIVE_PAUSE_MS = 200;

/** Shows how far long work is: one line that is written anew on a terminal, a line every few seconds elsewhere. */
export class Progress {
  #shownAt = 0;
  #open = false;

  constructor(private readonly out: NodeJS.WriteStream = process.stdout) {}

  /** A line that stays. */
  say(text: string): void {
    this.#clear();
    this.out.write(`${text}\n`);
  }

  /** What is going on now; left out when something was shown a moment ago. */
  update(text: string): void {
    const pause = this.out.isTTY ? LIVE_PAUSE_MS : PLAIN_PAUSE_MS;
    if (Date.now() - this.#shownAt < pause) return;
    this.#shownAt = Date.now();
    if (!this.out.isTTY) {
      this.out.write(`${text}\n`);
      return;
    }
    this.#clear();
    this.out.write(text.slice(0, (this.out.columns || 80) - 1));
    this.#open = true;
  }

  #clear(): void {
    if (this.#open) this.out.write('\r\u001b[K');
    this.#open = false;
  }
}

/** A number for people to read: 37,624. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}
