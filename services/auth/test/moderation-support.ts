import supertest from 'supertest';
import type { ReportTarget } from '../src/moderation/clients/reportables.js';
import { type AuthWithMail, type LoggedIn, newPerson, startAuthWithMail } from './support.js';

/** auth with an administrator, two moderators, and people who report. */
export class ModeratedTown {
  #nextId = 100;

  private constructor(
    readonly auth: AuthWithMail,
    readonly admin: LoggedIn,
    readonly mod: LoggedIn,
    readonly mod2: LoggedIn,
  ) {}

  static async start(): Promise<ModeratedTown> {
    const auth = await startAuthWithMail();
    const [admin, mod, mod2] = [
      await newPerson(auth.service, 'chief', ['admin']),
      await newPerson(auth.service, 'mod1', ['moderator']),
      await newPerson(auth.service, 'mod2', ['moderator']),
    ];
    return new ModeratedTown(auth, admin, mod, mod2);
  }

  person(username: string, roles: string[] = []): Promise<LoggedIn> {
    return newPerson(this.auth.service, username, roles);
  }

  call(method: 'get' | 'put' | 'post' | 'delete', path: string, { headers }: Pick<LoggedIn, 'headers'>, body?: object) {
    return supertest(this.auth.service.url)[method](`/api/v1/${path}`).set(headers).send(body);
  }

  /** An account's public post. */
  post(author: LoggedIn, text = 'some text', isPrivate = false): ReportTarget {
    const target: ReportTarget = { type: 'post', id: String(this.#nextId++) };
    this.auth.reportables.show(target, { authorId: author.userId, text, isPrivate });
    return target;
  }

  report(by: LoggedIn, target: ReportTarget, more: object = {}) {
    return this.call('post', 'reports', by, { target, reason: 'spam', ...more });
  }

  /** The id of the open case of a target. */
  async caseOf({ type, id }: ReportTarget): Promise<string> {
    const [row] = await this.query('SELECT id FROM moderation_cases WHERE open_target = ?', [`${type}:${id}`]);
    return row.id;
  }

  /** Reports a target, lets a moderator claim its case, and returns the case's id. */
  async claimed(target: ReportTarget, reporter: LoggedIn, moderator = this.mod): Promise<string> {
    await this.report(reporter, target).expect(201);
    const caseId = await this.caseOf(target);
    await this.call('put', `moderation/cases/${caseId}/claim`, moderator).expect(200);
    return caseId;
  }

  decide(caseId: string, by: LoggedIn, decision: object) {
    return this.call('put', `moderation/cases/${caseId}/decision`, by, { reason: 'Against the rules.', ...decision });
  }

  // biome-ignore lint/suspicious/noExplicitAny: rows of whatever the test asks for
  query(statement: string, values: unknown[] = []): Promise<any> {
    return this.auth.service.database.manager.query(statement, values);
  }
}
