import { randomBytes } from 'node:crypto';
import { town } from './town.js';

/** What comes as JSON from outside: tests look into it as they please. */
// biome-ignore lint/suspicious/noExplicitAny: its form is what is being tested
export type Json = any;

/** A response of the town. */
export interface Answer<Body = Json> {
  status: number;
  headers: Headers;
  body: Body;
}

const PASSWORD = 'correct horse battery staple';

/** A user of the town's public API, signed in or not. */
export class Person {
  private constructor(
    readonly userId: string,
    readonly username: string,
    readonly accessToken: string | undefined,
    readonly refreshToken: string,
  ) {}

  /** A signed-out user. */
  static readonly stranger = new Person('0', '', undefined, '');

  /** Registers and logs in. The name gets a suffix, so that a test can be run again on the same town. */
  static async join(name: string, fullName = name): Promise<Person> {
    const username = `${name.toLowerCase()}_${randomBytes(4).toString('hex')}`;
    const email = `${username}@example.org`;
    const registered = await Person.stranger.post('/auth/register', { username, email, password: PASSWORD, fullName });
    if (registered.status !== 201) throw new Error(`register: ${JSON.stringify(registered.body)}`);
    return Person.logIn(username);
  }

  private static async logIn(username: string): Promise<Person> {
    const { status, body } = await Person.stranger.post('/auth/login', { login: username, password: PASSWORD });
    if (status !== 200) throw new Error(`login: ${JSON.stringify(body)}`);
    return new Person(body.userId, username, body.accessToken, body.refreshToken);
  }

  /** The same person in another session, with what they may do by now: roles are in the access token. */
  logInAgain(): Promise<Person> {
    return Person.logIn(this.username);
  }

  get password(): string {
    return PASSWORD;
  }

  get(path: string): Promise<Answer> {
    return this.call('GET', path);
  }

  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.call('POST', path, body, headers);
  }

  put(path: string, body?: unknown): Promise<Answer> {
    return this.call('PUT', path, body);
  }

  patch(path: string, body: unknown): Promise<Answer> {
    return this.call('PATCH', path, body);
  }

  delete(path: string, body?: unknown): Promise<Answer> {
    return this.call('DELETE', path, body);
  }

  /** Sends a file as a form does. */
  async upload(method: 'POST' | 'PUT', path: string, bytes: Uint8Array, name = 'picture.png'): Promise<Answer> {
    const form = new FormData();
    form.append('file', new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/png' }), name);
    return this.send(method, path, form, {});
  }

  /** The items of a list, page after page. */
  async list(path: string): Promise<Json[]> {
    const items: Json[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const separator = path.includes('?') ? '&' : '?';
      const answer: Answer = await this.get(`${path}${separator}limit=100${cursor ? `&cursor=${cursor}` : ''}`);
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      items.push(...answer.body.items);
      cursor = answer.body.nextCursor;
    }
    return items;
  }

  private call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    if (body === undefined) return this.send(method, path, undefined, headers);
    return this.send(method, path, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  private async send(
    method: string,
    path: string,
    body: string | FormData | undefined,
    extra: Record<string, string>,
  ): Promise<Answer> {
    const headers: Record<string, string> = { ...extra };
    if (this.accessToken) headers.authorization = `Bearer ${this.accessToken}`;
    const response = await fetch(`${town.gatewayUrl}/api/v1${path}`, { method, headers, body: body ?? null });
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const content = isJson ? await response.json() : Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, body: content };
  }
}
