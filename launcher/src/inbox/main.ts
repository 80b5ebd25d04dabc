import { createPage, createPostOffice, Mailbox } from './inbox.js';

// The inbox of a town in development: takes every mail by SMTP, and shows them on a page.

const { INBOX_HOST = '127.0.0.1', INBOX_SMTP_PORT, INBOX_PAGE_PORT } = process.env;

const mailbox = new Mailbox();
const postOffice = createPostOffice(mailbox);
const page = createPage(mailbox);
// A client that breaks off is no reason to end; a port that is taken is, and has no listener yet.
postOffice.listen(Number(INBOX_SMTP_PORT), INBOX_HOST, () => postOffice.on('error', (error) => console.warn(error)));
page.listen(Number(INBOX_PAGE_PORT), INBOX_HOST, () =>
  console.log(`Mails are at http://${INBOX_HOST}:${INBOX_PAGE_PORT}`),
);

process.on('SIGTERM', () => {
  page.close();
  page.closeAllConnections();
  postOffice.close(() => process.exit(0));
});
