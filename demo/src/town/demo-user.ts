import { randomUUID } from 'node:crypto';
import type { PlannedPerson } from '../plan/plan.js';
import { TownClient, TownError, type TownRequest } from './town-client.js';

interface Tokens {
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
  userId: string;
}

/** Tokens are renewed this long before they end. */
const RENEW_BEFORE_MS = 60_000;

/** One of the demo's people, who acts through the public API like anybody else. */
export class DemoUser {
  #tokens: Tokens | undefined;
  #renewAt = 0;
  #renewing: Promise<void> | undefined;
  readonly #address: string;

  constructor(
    private readonly client: TownClient,
    readonly person: PlannedPerson,
    index: number,
  ) {
    // 198.18.0.0/15 is set aside for tests (RFC 2544).
    this.#address = `198.${18 + ((index >> 16) & 1)}.${(index >> 8) & 255}.${index & 255}`;
  }

  get userId(): string {
    if (!this.#tokens) throw new Error(`${this.person.username} has not logged in.`);
    return this.#tokens.userId;
  }

  /** Opens the account; false when it is there already. */
  async register(): Promise<boolean> {
    const { username, email, password, fullName } = this.person;
    const json = { username, email, password, fullName };
    try {
      await this.#signedOut({ method: 'POST', path: '/api/v1/auth/register', json, idempotencyKey: randomUUID() });
      return true;
    } catch (error) {
      if (error instanceof TownError && error.code === 'conflict') return false;
      throw error;
    }
  }

  async logIn(): Promise<void> {
    const { username: login, password } = this.person;
    this.#keep(
      await this.#signedOut<Tokens>({ method: 'POST', path: '/api/v1/auth/login', json: { login, password } }),
    );
  }

  /** Deactivates the account until the next log-in. */
  async deactivate(): Promise<void> {
    const json = { password: this.person.password };
    try {
      await this.#signedIn({ method: 'POST', path: '/api/v1/auth/me/deactivation', json });
    } catch (error) {
      // A repeated request whose first response was lost: the session has ended with the deactivation.
      if (!(error instanceof TownError && error.status === 401)) throw error;
    }
  }

  /** Whether the town knows somebody of this name. */
  async isKnown(): Promise<boolean> {
    try {
      await this.#signedOut({ method: 'GET', path: `/api/v1/profiles/by-username/${this.person.username}` });
      return true;
    } catch (error) {
      if (error instanceof TownError && error.status === 404) return false;
      throw error;
    }
  }

  get<T>(path: string): Promise<T> {
    return this.#signedIn({ method: 'GET', path });
  }

  put(path: string, json?: unknown): Promise<unknown> {
    return this.#signedIn({ method: 'PUT', path, json });
  }

  patch(path: string, json: unknown): Promise<unknown> {
    return this.#signedIn({ method: 'PATCH', path, json });
  }

  /** Makes something, once, however often the request has to be repeated. */
  create<T>(path: string, content: { json: unknown } | { file: Buffer }): Promise<T> {
    return this.#signedIn({ method: 'POST', path, ...content, idempotencyKey: randomUUID() });
  }

  /** All items of a list. */
  async list<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = null;
    do {
      const query = `limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;
      const answer: { items: T[]; nextCursor: string | null } = await this.get(`${path}?${query}`);
      items.push(...answer.items);
      cursor = answer.nextCursor;
    } while (cursor);
    return items;
  }

  async #signedIn<T>(request: TownRequest): Promise<T> {
    if (Date.now() > this.#renewAt) await this.#renew();
    return this.client.call({ ...request, token: this.#tokens!.accessToken, address: this.#address });
  }

  #signedOut<T>(request: TownRequest): Promise<T> {
    return this.client.call({ ...request, address: this.#address });
  }

  /** Several requests of one person may find at once that the token is old: one renews it, the others wait. */
  #renew(): Promise<void> {
    this.#renewing ??= this.#refresh().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  async #refresh(): Promise<void> {
    if (!this.#tokens) return this.logIn();
    const json = { refreshToken: this.#tokens.refreshToken };
    try {
      this.#keep(await this.#signedOut<Tokens>({ method: 'POST', path: '/api/v1/auth/refresh', json }));
    } catch (error) {
      if (!(error instanceof TownError && error.status === 401)) throw error;
      await this.logIn();
    }
  }

  #keep(tokens: Tokens): void {
    this.#tokens = tokens;
    this.#renewAt = Date.now() + tokens.expiresIn * 1000 - RENEW_BEFORE_MS;
  }
}
