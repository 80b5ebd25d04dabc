import PostalMime from 'postal-mime';

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
