import { type Database, type Logger, LoopWorker, type Worker } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { type Account, findAccount } from '../../identity/data/accounts.js';
import { findNewEmail } from '../../identity/data/email-changes.js';
import { countRecentTokens, insertToken } from '../../identity/data/one-time-tokens.js';
import { decisionOf } from '../../moderation/reading/decisions.js';
import type { MailTransport } from '../clients/mail-transport.js';
import { claimMail, deleteMail, type Mail, postponeMail } from '../data/mails.js';
import { carriesToken, MAX_TOKENS_AN_HOUR, mailText } from '../domain/mails.js';

const POLL_MS = 2_000;

/**
 * Sends queued mails one after another, and retries failures after growing pauses. After a crash between sending and
 * deleting, a mail is sent twice; none is lost.
 */
export class MailSender implements Worker {
  readonly #loop: LoopWorker;

  constructor(
    private readonly database: Database,
    private readonly transport: MailTransport,
    /** Where browsers reach the web client. */
    private readonly publicUrl: string,
    private readonly logger: Logger,
  ) {
    this.#loop = new LoopWorker('mail', POLL_MS, () => this.sendNext(), logger);
  }

  start(): void {
    this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** Looks at the queue at once. */
  wake(): void {
    this.#loop.wake();
  }

  /** Sends the next due mail; returns false when none is due or sending failed. */
  async sendNext(): Promise<boolean> {
    const { manager } = this.database;
    const mail = await claimMail(manager);
    if (!mail) return false;
    try {
      await this.#send(mail);
    } catch (error) {
      this.logger.warn({ err: error, kind: mail.kind, tries: mail.tries }, 'a mail could not be sent; trying again');
      await postponeMail(manager, mail);
      return false;
    }
    await deleteMail(manager, mail);
    return true;
  }

  async #send(mail: Mail): Promise<void> {
    const { kind, recipient } = mail;
    const { manager } = this.database;
    const account = await findAccount(manager, mail.userId === null ? { email: recipient } : { id: mail.userId });
    // No account has that address, or the account has been deleted since.
    if (!account) return;
    if (!(await isStillDue(manager, mail, account))) return;
    const decision = await decisionOf(manager, mail, account.id);
    if (decision === null) return;
    const token = await this.#token(mail, account);
    if (token === null) {
      this.logger.warn({ kind, userId: account.id }, 'a mail was not sent: too many were requested');
      return;
    }
    const facts = { username: account.username, publicUrl: this.publicUrl, token, decision };
    await this.transport.send({ to: recipient, ...mailText(kind, facts) });
  }

  /** Returns the token for a mail: undefined for a mail without one, null when the account has been sent too many. */
  async #token({ kind, recipient, tries }: Mail, { id: userId }: Account): Promise<string | undefined | null> {
    if (!carriesToken(kind)) return undefined;
    const { manager } = this.database;
    // A retried mail was counted at its first try.
    if (tries === 1 && (await countRecentTokens(manager, kind, userId)) >= MAX_TOKENS_AN_HOUR) return null;
    return insertToken(manager, { purpose: kind, userId, email: recipient });
  }
}

/** Returns false for a mail about a change of address that is void by now. */
async function isStillDue(manager: EntityManager, { kind, recipient }: Mail, { id, email }: Account): Promise<boolean> {
  if (kind !== 'leaveEmail' && kind !== 'enterEmail') return true;
  const newEmail = await findNewEmail(manager, id);
  return newEmail !== undefined && recipient === (kind === 'enterEmail' ? newEmail : email);
}
