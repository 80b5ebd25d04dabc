import type { Entry, WriteKind } from '../history/entry.js';
import type { History } from '../history/history-file.js';
import { isDone, isRefusal } from '../history/writes.js';
import { type ApiClient, pauseAfter, type Reply } from './api-client.js';

/** A write that a person wants to make. */
export interface Intent {
  kind: WriteKind;
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
}

export interface Account {
  username: string;
  email: string;
  fullName: string;
  password: string;
}

/** What all clients of a load share. */
export interface ClientContext {
  caller: Pick<ApiClient, 'call'>;
  history: History;
  /** How long a write is repeated before its outcome stays unknown. */
  patienceMs: number;
  /** A number for a write, and with it its key: no two writes of a load have the same. */
  nextWrite(): number;
  keyOf(write: number): string;
  /** Whether clients stop waiting for responses. */
  isOver(): boolean;
  /** Whether to send a write again that is done already, as a client does that has forgotten. */
  repeatsNeedlessly(): boolean;
}

/** Tokens are renewed when they are this old; they last ten minutes. */
const RENEW_AFTER_MS = 8 * 60_000;

/** A client that sends one write at a time, and repeats it until it is acknowledged or refused. */
export class RetryingClient {
  userId = '';
  #token: string | undefined;
  #renewAt = 0;

  constructor(
    readonly account: Account,
    private readonly context: ClientContext,
  ) {}

  get name(): string {
    return this.account.username;
  }

  /** Opens the account and logs in; false when the town did neither in time. */
  async join(): Promise<boolean> {
    const registered = await this.#repeat({
      kind: 'register',
      method: 'POST',
      path: '/auth/register',
      body: this.account,
    });
    if (!isDone(registered.status)) return false;
    this.userId = registered.answer.userId;
    return this.#logIn();
  }

  /** Sends a write; returns the response, or null when its outcome is unknown. */
  async write(intent: Intent): Promise<Reply | null> {
    if (Date.now() > this.#renewAt && !(await this.#logIn())) return null;
    const reply = await this.#repeat(intent);
    return isDone(reply.status) || isRefusal(reply.status) ? reply : null;
  }

  async #logIn(): Promise<boolean> {
    const { username: login, password } = this.account;
    this.#token = undefined;
    const reply = await this.#repeat({ kind: 'logIn', method: 'POST', path: '/auth/login', body: { login, password } });
    if (!isDone(reply.status)) return false;
    this.#token = reply.answer.accessToken;
    this.#renewAt = Date.now() + RENEW_AFTER_MS;
    return true;
  }

  async #repeat(intent: Intent): Promise<Reply> {
    const write = this.context.nextWrite();
    const key = intent.method === 'POST' && intent.kind !== 'logIn' ? this.context.keyOf(write) : null;
    const giveUpAt = Date.now() + this.context.patienceMs;
    for (let attempt = 1; ; attempt++) {
      const reply = await this.#attempt(intent, write, key);
      const ended = isDone(reply.status) || isRefusal(reply.status);
      if (key && isDone(reply.status) && this.context.repeatsNeedlessly()) await this.#attempt(intent, write, key);
      if (ended || Date.now() > giveUpAt || this.context.isOver()) return reply;
      await pauseAfter(attempt);
    }
  }

  async #attempt(intent: Intent, write: number, key: string | null): Promise<Reply> {
    const { kind, method, path, body } = intent;
    const sentAt = new Date().toISOString();
    const reply = await this.context.caller.call({ method, path, body, token: this.#token, key });
    const answeredAt = new Date().toISOString();
    const said = { kind, method, path, key, body: body ?? null, person: this.name };
    // A history is shown to others: it says that the login succeeded, and has no token.
    const answer = kind === 'logIn' && isDone(reply.status) ? { userId: reply.answer.userId } : reply.answer;
    const entry: Entry = { write, sentAt, answeredAt, ...said, ...reply, answer };
    this.context.history.add(entry);
    return reply;
  }
}
