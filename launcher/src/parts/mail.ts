import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { partPorts } from '../ports.js';
import { baseEnvironment } from '../process-spec.js';
import type { MailAddress, Part } from './part.js';

const variable = 'TOWN_SMTP_URL';
const HOST = '127.0.0.1';
const TLS_PORT = 465;

/** Where mails are handed in. The town's own is an inbox that shows them to whoever runs the town, and sends none on. */
export const mail: Part<MailAddress> = {
  name: 'mail',
  title: 'Mail',
  variable,
  ownProgram: true,
  parse(url) {
    const parsed = new URL(url);
    return {
      host: parsed.hostname,
      port: Number(parsed.port || 25),
      user: decodeURIComponent(parsed.username),
      password: decodeURIComponent(parsed.password),
    };
  },
  ownAddress: (town) => ({ host: HOST, port: partPorts(town.base).smtp, user: '', password: '' }),
  async prepare(town) {
    const ports = partPorts(town.base);
    return {
      name: 'mail',
      command: process.execPath,
      args: ['launcher/dist/src/inbox/main.js'],
      env: {
        ...baseEnvironment(process.env),
        INBOX_HOST: HOST,
        INBOX_SMTP_PORT: String(ports.smtp),
        INBOX_PAGE_PORT: String(ports.inbox),
      },
      stopSeconds: 5,
    };
  },
  ask: async (address) => (await greeting(address)).startsWith('220'),
  describe: ({ host, port }) => `${host}:${port}`,
};

/** The first line that an SMTP server says. */
function greeting({ host, port }: MailAddress): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = port === TLS_PORT ? connectTls({ host, port, servername: host }) : connect({ host, port });
    socket.setTimeout(5000, () => socket.destroy(new Error('no answer within 5 seconds')));
    socket.once('data', (data) => {
      socket.end('QUIT\r\n');
      resolve(data.toString());
    });
    socket.on('error', reject);
  });
}
