import { COMPONENTS, type DaprClient } from '@townsquare/kit';
import type { MailText } from '../domain/mails.js';

export interface OutgoingMail extends MailText {
  to: string;
}

/** Hands mails to whoever carries them. Resolves once they have the mail, and rejects when they did not take it. */
export interface MailTransport {
  send(mail: OutgoingMail): Promise<void>;
}

/**
 * Mail through the Dapr binding `mail`. The SMTP binding keeps a field that one mail sets for the next one that does not,
 * and mixes up mails that come at once: so every field is set, and `MailSender` sends one mail at a time.
 */
export class MailBinding implements MailTransport {
  constructor(private readonly dapr: DaprClient) {}

  async send({ to, subject, html }: OutgoingMail): Promise<void> {
    await this.dapr.invokeBinding(COMPONENTS.mail, 'create', { emailTo: to, subject, priority: '3' }, html);
  }
}
