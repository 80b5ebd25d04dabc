import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '@townsquare/demo/random';
import type { Entry } from '../history/entry.js';
import type { History } from '../history/history-file.js';
import { isDone } from '../history/writes.js';
import { Caller } from './caller.js';
import { Neighbour } from './neighbour.js';
import { type Neighbourhood, Resident } from './resident.js';
import { Surroundings } from './surroundings.js';

export interface LoadOptions {
  urls: readonly string[];
  history: History;
  seed: string;
  /** People who are there when it begins, and who there are in the end. */
  people: number;
  newcomers: number;
  /** Writes a second that all together begin at most: more than the town can take in would only make it late. */
  rate: number;
  timeoutMs?: number;
  patienceMs?: number;
}

/** An answer that takes longer is not waited for: the write is repeated, while the first attempt may still be under way. */
const TIMEOUT_MS = 6_000;
const PATIENCE_MS = 300_000;
const FRIENDS = 6;
const NEEDLESS_REPEATS = 0.03;
/** Somebody new comes each time when this many more writes were acknowledged. */
const WRITES_A_NEWCOMER = 100;

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

/** Many people who write into a town at once. */
export class Load {
  /** Writes that the town has acknowledged. */
  acknowledged = 0;
  #writes = 0;
  #stopping = false;
  #endThoughts = () => {};
  readonly #stopped = new Promise<void>((resolve) => {
    this.#endThoughts = resolve;
  });
  #joining = 0;
  #over = false;
  readonly #random: Random;
  readonly #caller: Caller;
  readonly #around: Neighbourhood;
  readonly #surroundings = new Surroundings();
  readonly #neighbours: Neighbour[] = [];
  readonly #lives: Promise<void>[] = [];

  constructor(private readonly options: LoadOptions) {
    this.#random = new Random(options.seed);
    this.#caller = new Caller(options.urls, options.timeoutMs ?? TIMEOUT_MS);
    const acknowledged = new Set<number>();
    const add = (entry: Entry) => {
      options.history.add(entry);
      if (entry.kind === 'logIn' || !isDone(entry.status) || acknowledged.has(entry.write)) return;
      acknowledged.add(entry.write);
      this.acknowledged += 1;
      this.#welcome();
    };
    const repeats = this.#random.fork('repeats');
    this.#around = {
      caller: this.#caller,
      history: { add },
      patienceMs: options.patienceMs ?? PATIENCE_MS,
      nextWrite: () => ++this.#writes,
      keyOf: (write) => `${options.seed}-${write}`,
      isOver: () => this.#over,
      repeatsNeedlessly: () => repeats.chance(NEEDLESS_REPEATS),
    };
  }

  /** Has the first people move in; from then on they write until `stop`. */
  async start(): Promise<void> {
    const people = Array.from({ length: this.options.people }, () => this.#newNeighbour());
    const joined = await Promise.all(people.map((person) => person.resident.join()));
    if (joined.includes(false)) throw new Error('The first people could not move in; see the history.');
    this.#neighbours.push(...people);
    await Promise.all(people.map((person) => this.#settle(person, people)));
    for (const person of people) this.#lives.push(this.#live(person));
  }

  /** Has nobody wait for an answer any more: what they were at is of unknown outcome. */
  abandon(): Promise<void> {
    this.#over = true;
    return this.stop();
  }

  /** Lets everybody finish what they are at, and begin nothing more. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#endThoughts();
    await Promise.all(this.#lives);
    await this.#caller.close();
  }

  #newNeighbour(): Neighbour {
    const number = ++this.#joining;
    // No two names are alike: a search, which forgives typing errors, finds one of them alone.
    const letters = this.#random.fork(`name ${number}`);
    const username = Array.from({ length: 12 }, () => letters.pick(LETTERS)).join('');
    const account = {
      username,
      email: `${username}@example.org`,
      fullName: `Neighbour ${number}`,
      password: `a long walk by the sea ${number}`,
    };
    return new Neighbour(new Resident(account, this.#around), this.#random.fork(username), this.#surroundings);
  }

  #welcome(): void {
    const there = this.#joining - this.options.people;
    if (this.#stopping || there >= this.options.newcomers || this.acknowledged < (there + 1) * WRITES_A_NEWCOMER)
      return;
    const newcomer = this.#newNeighbour();
    const moveIn = async () => {
      if (!(await newcomer.resident.join())) return;
      const others = [...this.#neighbours];
      this.#neighbours.push(newcomer);
      for (const other of others) other.meet(newcomer);
      await this.#settle(newcomer, others);
      await this.#live(newcomer);
    };
    this.#lives.push(moveIn());
  }

  /** Makes some of the others friends, and the rest acquaintances. */
  async #settle(person: Neighbour, others: readonly Neighbour[]): Promise<void> {
    const random = this.#random.fork(`${person.name}'s friends`);
    const shuffled = random.shuffled(others.filter((other) => other !== person));
    for (const other of shuffled.slice(0, FRIENDS)) await person.befriend(other);
    for (const other of shuffled.slice(FRIENDS)) person.meet(other);
  }

  async #live(person: Neighbour): Promise<void> {
    while (!this.#stopping) {
      const thoughtMs = 2 * this.#random.next() * (1000 / this.options.rate) * this.#neighbours.length;
      await Promise.all([person.act(), Promise.race([pause(thoughtMs), this.#stopped])]);
    }
  }
}
