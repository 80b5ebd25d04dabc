import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '@townsquare/demo/random';
import type { Entry } from '../history/entry.js';
import type { History } from '../history/history-file.js';
import { isDone } from '../history/writes.js';
import { ApiClient } from './api-client.js';
import { type ClientContext, RetryingClient } from './retrying-client.js';
import { SharedContent } from './shared-content.js';
import { VirtualUser } from './virtual-user.js';

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

/** Many virtual users who write into a town at once. */
export class LoadGenerator {
  /** Writes that the town has acknowledged. */
  acknowledged = 0;
  #writes = 0;
  #stopping = false;
  #endPauses = () => {};
  readonly #stopped = new Promise<void>((resolve) => {
    this.#endPauses = resolve;
  });
  #joining = 0;
  #over = false;
  readonly #random: Random;
  readonly #caller: ApiClient;
  readonly #context: ClientContext;
  readonly #shared = new SharedContent();
  readonly #users: VirtualUser[] = [];
  readonly #runs: Promise<void>[] = [];

  constructor(private readonly options: LoadOptions) {
    this.#random = new Random(options.seed);
    this.#caller = new ApiClient(options.urls, options.timeoutMs ?? TIMEOUT_MS);
    const acknowledged = new Set<number>();
    const add = (entry: Entry) => {
      options.history.add(entry);
      if (entry.kind === 'logIn' || !isDone(entry.status) || acknowledged.has(entry.write)) return;
      acknowledged.add(entry.write);
      this.acknowledged += 1;
      this.#addNewcomer();
    };
    const repeats = this.#random.fork('repeats');
    this.#context = {
      caller: this.#caller,
      history: { add },
      patienceMs: options.patienceMs ?? PATIENCE_MS,
      nextWrite: () => ++this.#writes,
      keyOf: (write) => `${options.seed}-${write}`,
      isOver: () => this.#over,
      repeatsNeedlessly: () => repeats.chance(NEEDLESS_REPEATS),
    };
  }

  /** Opens the accounts of the first users; from then on they write until `stop`. */
  async start(): Promise<void> {
    const people = Array.from({ length: this.options.people }, () => this.#newUser());
    const joined = await Promise.all(people.map((person) => person.client.join()));
    if (joined.includes(false)) throw new Error('The first users could not open their accounts; see the history.');
    this.#users.push(...people);
    await Promise.all(people.map((person) => this.#connect(person, people)));
    for (const person of people) this.#runs.push(this.#run(person));
  }

  /** Lets no user wait for a response any more: the outcome of their open writes is unknown. */
  abandon(): Promise<void> {
    this.#over = true;
    return this.stop();
  }

  /** Lets every user finish the open write, and begin no other. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#endPauses();
    await Promise.all(this.#runs);
    await this.#caller.close();
  }

  #newUser(): VirtualUser {
    const number = ++this.#joining;
    // No two names are alike: a search, which forgives typing errors, finds one of them alone.
    const letters = this.#random.fork(`name ${number}`);
    const username = Array.from({ length: 12 }, () => letters.pick(LETTERS)).join('');
    const account = {
      username,
      email: `${username}@example.org`,
      fullName: `VirtualUser ${number}`,
      password: `a long walk by the sea ${number}`,
    };
    return new VirtualUser(new RetryingClient(account, this.#context), this.#random.fork(username), this.#shared);
  }

  #addNewcomer(): void {
    const there = this.#joining - this.options.people;
    if (this.#stopping || there >= this.options.newcomers || this.acknowledged < (there + 1) * WRITES_A_NEWCOMER)
      return;
    const newcomer = this.#newUser();
    const join = async () => {
      if (!(await newcomer.client.join())) return;
      const others = [...this.#users];
      this.#users.push(newcomer);
      for (const other of others) other.meet(newcomer);
      await this.#connect(newcomer, others);
      await this.#run(newcomer);
    };
    this.#runs.push(join());
  }

  /** Makes some of the others friends, and the rest acquaintances. */
  async #connect(person: VirtualUser, others: readonly VirtualUser[]): Promise<void> {
    const random = this.#random.fork(`${person.name}'s friends`);
    const shuffled = random.shuffled(others.filter((other) => other !== person));
    for (const other of shuffled.slice(0, FRIENDS)) await person.befriend(other);
    for (const other of shuffled.slice(FRIENDS)) person.meet(other);
  }

  async #run(person: VirtualUser): Promise<void> {
    while (!this.#stopping) {
      const pauseMs = 2 * this.#random.next() * (1000 / this.options.rate) * this.#users.length;
      await Promise.all([person.act(), Promise.race([pause(pauseMs), this.#stopped])]);
    }
  }
}
