import type {
  Page,
  PersonalDataItem,
  PersonalDataKind,
  PersonalDataOwner,
  PersonalImageOwner,
  Reportable,
} from '@townsquare/contracts';
import { type PageRequest, unavailable } from '@townsquare/kit';
import { TestService } from '@townsquare/kit/testing';
import supertest from 'supertest';
import { type AuthParts, authService, createAuthService, createSignIn } from '../src/app.js';
import { ProviderConfig } from '../src/config.js';
import type { OthersData } from '../src/data-download/clients/others-data.js';
import { SecretBox } from '../src/identity/keys/secret-box.js';
import type { MailTransport, OutgoingMail } from '../src/mail/clients/mail-transport.js';
import type { MailSender } from '../src/mail/workers/mail-sender.js';
import type { Reportables, ReportTarget } from '../src/moderation/clients/reportables.js';

export const PASSWORD = 'correct horse battery';
export const BOX = new SecretBox(Buffer.alloc(32, 7).toString('base64'));

/** The headers that the service's own sidecar adds. */
export const SIDECAR = { 'dapr-api-token': 'test-app-token' };

/** Keeps the mails that the service sends, for the test to read. */
export class Postbox implements MailTransport {
  readonly mails: OutgoingMail[] = [];
  isClosed = false;

  async send(mail: OutgoingMail): Promise<void> {
    if (this.isClosed) throw new Error('The post office is closed.');
    this.mails.push(mail);
  }

  /** The code in the newest mail to an address. */
  codeFor(to: string): string {
    const code = /<code>(.+)<\/code>/.exec(this.newest(to)?.html ?? '')?.[1];
    if (!code) throw new Error(`No mail to ${to} holds a code.`);
    return code;
  }

  newest(to: string): OutgoingMail | undefined {
    return this.mails.findLast((mail) => mail.to === to);
  }
}

/** What the owners show of what is reported, to everybody alike. */
export class FakeReportables implements Reportables {
  readonly #shown = new Map<string, Reportable>();

  show({ type, id }: ReportTarget, shown: Partial<Reportable> & { authorId: string }): void {
    this.#shown.set(`${type}:${id}`, { text: 'some text', imageUrl: null, isPrivate: false, ...shown });
  }

  hide({ type, id }: ReportTarget): void {
    this.#shown.delete(`${type}:${id}`);
  }

  async find({ type, id }: ReportTarget): Promise<Reportable | undefined> {
    return this.#shown.get(`${type}:${id}`);
  }
}

export interface AuthWithMail {
  reportables: FakeReportables;
  othersData: FakeOthersData;
  service: TestService;
  postbox: Postbox;
  /** Sends what waits, as the service's worker does. */
  sendMails(): Promise<void>;
}

/** Where browsers reach the gateway in these tests. */
export const PUBLIC_URL = 'http://127.0.0.1:4000';

/** As where no provider has credentials. */
const NO_PROVIDERS = createSignIn(ProviderConfig.parse({}), {});

/** Starts the service with a postbox and stand-ins for the other services, and with other settings where they are given. */
export async function startAuthWithMail(
  settings: Partial<Pick<AuthParts, 'signIn' | 'publicUrl' | 'staffSecondFactor'>> = {},
): Promise<AuthWithMail> {
  const postbox = new Postbox();
  const reportables = new FakeReportables();
  const othersData = new FakeOthersData();
  let mails: MailSender | undefined;
  const service = await TestService.start(authService, async (parts) => {
    const auth = await createAuthService({
      ...parts,
      secretBox: BOX,
      mailTransport: postbox,
      reportables,
      othersData,
      signIn: NO_PROVIDERS,
      publicUrl: PUBLIC_URL,
      staffSecondFactor: 'optional',
      usernameKeptDays: 90,
      ...settings,
    });
    mails = auth.mails;
    return auth;
  });
  const sendMails = async () => {
    while (await mails!.sendNext());
  };
  return { service, postbox, reportables, othersData, sendMails };
}

export async function startAuth(): Promise<TestService> {
  return (await startAuthWithMail()).service;
}

export interface LoggedIn {
  userId: string;
  username: string;
  accessToken: string;
  refreshToken: string;
  headers: Record<string, string>;
}

export function registration(username: string) {
  return { username, email: `${username}@example.org`, password: PASSWORD, fullName: `Full ${username}` };
}

export function post(service: TestService, path: string, body: object, headers: Record<string, string> = SIDECAR) {
  return supertest(service.url).post(`/api/v1/auth/${path}`).set(headers).send(body);
}

export async function logIn(service: TestService, username: string, password = PASSWORD): Promise<LoggedIn> {
  const { body } = await post(service, 'login', { login: username, password }).expect(200);
  return { ...body, username, headers: { ...SIDECAR, authorization: `Bearer ${body.accessToken}` } };
}

/** Registers somebody, gives them the roles, and logs them in. */
export async function newPerson(service: TestService, username: string, roles: string[] = []): Promise<LoggedIn> {
  const { body } = await post(service, 'register', registration(username)).expect(201);
  for (const role of roles) {
    const statement = 'INSERT INTO user_roles (user_id, role_id) SELECT ?, id FROM roles WHERE name = ?';
    await service.database.manager.query(statement, [body.userId, role]);
  }
  return logIn(service, username);
}

/** What the other services hold, in memory, in pages of two, so that a test has several. */
export class FakeOthersData implements OthersData {
  readonly #held = new Map<string, PersonalDataItem[]>();
  readonly #images = new Map<string, Buffer>();
  /** The services that do not answer. */
  readonly down = new Set<string>();
  /** Called before a page or an image is answered. */
  onRead: (what: string) => Promise<void> | void = () => {};

  hold(kind: PersonalDataKind, userId: string, items: PersonalDataItem[]): void {
    this.#held.set(`${kind} ${userId}`, items);
  }

  holdImage(owner: PersonalImageOwner, userId: string, image: string, bytes: Buffer): void {
    this.#images.set(`${owner} ${userId} ${image}`, bytes);
  }

  async read(
    owner: PersonalDataOwner,
    kind: PersonalDataKind,
    userId: string,
    { limit, cursor = '0' }: PageRequest,
  ): Promise<Page<PersonalDataItem>> {
    await this.#answer(owner, `${kind} ${userId} ${cursor}`);
    const all = this.#held.get(`${kind} ${userId}`) ?? [];
    const start = Number(cursor);
    const end = start + Math.min(limit, 2);
    return { items: all.slice(start, end), nextCursor: end < all.length ? String(end) : null };
  }

  async readImage(owner: PersonalImageOwner, userId: string, image: string): Promise<Buffer | undefined> {
    await this.#answer(owner, `image ${image}`);
    return this.#images.get(`${owner} ${userId} ${image}`);
  }

  async #answer(owner: string, what: string): Promise<void> {
    await this.onRead(what);
    if (this.down.has(owner)) throw unavailable(owner, 'It is down.');
  }
}
