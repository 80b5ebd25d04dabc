import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A mail as it came. */
export interface Mail {
  readonly id: number;
  readonly receivedAt: string;
  readonly from: string;
  readonly to: string[];
  readonly subject: string;
  readonly html: string;
}

/** The mails of a town that sends them to nobody. The newest are kept, in memory: they are for looking at. */
export class Mailbox {
  readonly #mails: Mail[] = [];
  #count = 0;

  constructor(private readonly capacity = 2_000) {}

  /** Takes in a message in the format of the Internet, addressed to these recipients. */
  async take(message: Buffer, to: string[]): Promise<void> {
    const { from, subject = '', html, text = '' } = await PostalMime.parse(message);
    this.#count += 1;
    this.#mails.unshift({
      id: this.#count,
      receivedAt: new Date().toISOString(),
      from: from?.address ?? '',
      to,
      subject,
      html: html ?? `<pre>${text.replaceAll('<', '&lt;')}</pre>`,
    });
    this.#mails.length = Math.min(this.#mails.length, this.capacity);
  }

  /** The newest mails first: all, or those to one address. */
  list(to?: string): Mail[] {
    return to === undefined ? [...this.#mails] : this.#mails.filter((mail) => mail.to.includes(to));
  }

  find(id: number): Mail | undefined {
    return this.#mails.find((mail) => mail.id === id);
  }
}

const MAX_BYTES = 1024 * 1024;

/** An SMTP server that takes every mail and delivers it into the mailbox. It is not secured: it is for loopback. */
export function createPostOffice(mailbox: Mailbox): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAX_BYTES,
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      buffer(stream)
        .then((message) => mailbox.take(message, to))
        .then(() => done(), done);
    },
  });
}

/** A page that shows the mailbox, and the same as JSON at `/api/mails`, for tests. */
export function createPage(mailbox: Mailbox): Server {
  return createServer((request, response) => answer(mailbox, request, response));
}

function answer(mailbox: Mailbox, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://inbox');
  const to = searchParams.get('to') ?? undefined;
  const mail = mailbox.find(Number(/^\/mails\/(\d+)$/.exec(pathname)?.[1]));
  if (pathname === '/api/mails') send(response, 'application/json', JSON.stringify({ items: mailbox.list(to) }));
  else if (pathname === '/') send(response, 'text/html', listPage(mailbox.list(to)));
  else if (mail) send(response, 'text/html', mailPage(mail));
  else response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such mail.');
}

function send(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, {
    'content-type': `${type}; charset=utf-8`,
    // A mail is shown, and can do nothing: no scripts, nothing from elsewhere.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
  });
  response.end(body);
}

const STYLE = `<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
  table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .4rem; border-bottom: 1px solid #ddd }
  code { overflow-wrap: anywhere; background: #eee; padding: .2rem .4rem }
</style>`;

function listPage(mails: Mail[]): string {
  const rows = mails.map(
    ({ id, receivedAt, to, subject }) =>
      `<tr><td>${asText(receivedAt)}</td><td>${asText(to.join(', '))}</td><td><a href="/mails/${id}">${asText(subject)}</a></td></tr>`,
  );
  return page(
    'Mails of the town',
    `<table><tr><th>came</th><th>to</th><th>subject</th></tr>${rows.join('')}</table>${mails.length === 0 ? '<p>None yet.</p>' : ''}`,
  );
}

function mailPage({ to, from, subject, html }: Mail): string {
  return page(subject, `<p>From ${asText(from)} to ${asText(to.join(', '))}. <a href="/">All mails</a></p><hr>${html}`);
}

function page(title: string, body: string): string {
  return `<!doctype html><meta charset="utf-8"><title>${asText(title)}</title>${STYLE}<h1>${asText(title)}</h1>${body}`;
}

function asText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
