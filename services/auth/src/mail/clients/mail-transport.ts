import { COMPONENTS, type DaprClient } from '@townsquare/kit';
import type { MailText } from '../domain/mails.js';

export interface OutgoingMail extends MailText {
  to: string;
}

/** Sends mails. `send` resolves once the mail server has accepted the mail. */
export interface MailTransport {
  send(mail: OutgoingMail): Promise<void>;
}

/**
 * Sends mail through the Dapr binding `mail`. The SMTP binding reuses the fields of the previous mail where a mail sets none,
 * and mixes up concurrent mails: so every field is set, and `MailSender` sends one mail at a time.
 */
export class MailBinding implements MailTransport {
  constructor(private readonly dapr: DaprClient) {}

  async send({ to, subject, html }: OutgoingMail): Promise<void> {
    await this.dapr.invokeBinding(COMPONENTS.mail, 'create', { emailTo: to, subject, priority: '3' }, html);
  }
}
