import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTransport, type Transporter } from 'nodemailer';
import type { SMTPServer } from 'smtp-server';
import { createPage, createPostOffice, Mailbox } from '../src/inbox/inbox.js';
import { mail } from '../src/parts/mail.js';

let postOffice: SMTPServer;
let page: Server;
let client: Transporter;
let url: string;

beforeAll(async () => {
  const mailbox = new Mailbox(3);
  postOffice = createPostOffice(mailbox);
  page = createPage(mailbox);
  await new Promise<void>((done) => postOffice.listen(0, '127.0.0.1', done));
  page.listen(0, '127.0.0.1');
  await once(page, 'listening');
  const { port } = postOffice.server.address() as AddressInfo;
  client = createTransport({ host: '127.0.0.1', port, secure: false });
  url = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
});
afterAll(async () => {
  page.close();
  await new Promise<void>((done) => postOffice.close(done));
});

const send = (to: string, subject: string, html = '<p>Hello</p>') =>
  client.sendMail({ from: 'town@townsquare.example', to, subject, html });
const list = async (to?: string) => {
  const response = await fetch(`${url}/api/mails${to ? `?to=${encodeURIComponent(to)}` : ''}`);
  return ((await response.json()) as { items: { id: number; to: string[]; subject: string; html: string }[] }).items;
};
const textOf = async (path: string) => (await fetch(url + path)).text();

describe('the inbox', () => {
  test('shows what came, the newest first, to all or to one', async () => {
    expect(await textOf('/')).toContain('None yet.');
    await send('ana@example.org', 'Für Ana', '<p>A code: <code>x1-Y2</code></p>');
    await send('ben@example.org', 'For Ben');
    expect((await list()).map(({ subject }) => subject)).toEqual(['For Ben', 'Für Ana']);
    const [mailOfAna, ...others] = await list('ana@example.org');
    expect(others).toEqual([]);
    expect(mailOfAna).toMatchObject({ to: ['ana@example.org'], html: expect.stringContaining('<code>x1-Y2</code>') });
    expect(await textOf('/')).toContain(`<a href="/mails/${mailOfAna?.id}">Für Ana</a>`);
    expect(await textOf(`/mails/${mailOfAna?.id}`)).toContain('<code>x1-Y2</code>');
  });

  test('lets no mail do anything', async () => {
    await send('ana@example.org', '<script>alert(1)</script>');
    expect(await textOf('/')).toContain('&lt;script&gt;');
    const response = await fetch(url);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await fetch(`${url}/mails/9999`)).status).toBe(404);
  });

  test('keeps the newest', async () => {
    for (const subject of ['one', 'two', 'three']) await send('ana@example.org', subject);
    expect((await list()).map(({ subject }) => subject)).toEqual(['three', 'two', 'one']);
  });

  test('is asked whether it is there as any mail server is', async () => {
    const { port } = postOffice.server.address() as AddressInfo;
    expect(await mail.ask({ host: '127.0.0.1', port, user: '', password: '' })).toBe(true);
  });
});

test('the address of a mail server elsewhere may have a login', () => {
  expect(mail.parse('smtp://town:p%40ss@smtp.example:587')).toEqual({
    host: 'smtp.example',
    port: 587,
    user: 'town',
    password: 'p@ss',
  });
});
