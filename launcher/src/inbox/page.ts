import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Mail, Mailbox } from './mailbox.js';

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
