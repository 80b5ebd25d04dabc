import { unzip } from '@townsquare/kit/testing';
import { type AuthWithMail, type LoggedIn, PASSWORD, startAuthWithMail } from './support.js';

/** auth with other services that hold something of people. */
export class DownloadTown {
  private constructor(readonly auth: AuthWithMail) {}

  static async start(): Promise<DownloadTown> {
    return new DownloadTown(await startAuthWithMail());
  }

  /** Asks for a download; what comes of it is read by the test. */
  ask(person: Pick<LoggedIn, 'headers'>, body: object = { password: PASSWORD }): Promise<Response> {
    return this.send('POST', 'me/data-download', person, body);
  }

  /** Downloads to the end, and returns the files. */
  async download(person: LoggedIn, body?: object): Promise<Record<string, Buffer>> {
    const answer = await this.ask(person, body);
    if (!answer.ok) throw new Error(`No download: ${answer.status} ${await answer.text()}`);
    const files = await unzip(await bytesOf(answer));
    await this.over(person);
    return files;
  }

  send(method: string, path: string, { headers }: Pick<LoggedIn, 'headers'>, body: object): Promise<Response> {
    return fetch(`${this.auth.service.url}/api/v1/auth/${path}`, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  /** Waits until an account has no running download; throws after ten seconds. */
  async over({ userId }: LoggedIn): Promise<void> {
    const giveUpAt = Date.now() + 10_000;
    while ((await this.query('SELECT * FROM data_downloads WHERE user_id = ?', [userId])).length > 0) {
      if (Date.now() > giveUpAt) throw new Error('The download has not given its place back.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Has every download stand still at the reading of `what`, until it is let go on. */
  standsAt(what: string): { reached: Promise<void>; goOn: () => void } {
    let goOn = () => {};
    let reach = () => {};
    const reached = new Promise<void>((resolve) => {
      reach = resolve;
    });
    const letGo = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    this.auth.othersData.onRead = (read) => {
      if (read !== what) return;
      reach();
      return letGo;
    };
    return { reached, goOn };
  }

  /** All services answer again. */
  mend(): void {
    this.auth.othersData.down.clear();
    this.auth.othersData.onRead = () => {};
  }

  // biome-ignore lint/suspicious/noExplicitAny: rows of whatever the test asks for
  query(statement: string, values: unknown[] = []): Promise<any> {
    return this.auth.service.database.manager.query(statement, values);
  }
}

export const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());
