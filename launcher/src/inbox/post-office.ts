import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import type { Mailbox } from './mailbox.js';

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
