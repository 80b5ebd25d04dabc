import { eventually } from './eventually.js';
import { required } from './town.js';

export interface ReceivedMail {
  subject: string;
  html: string;
}

/** The newest mail to an address with this in its subject, once it has come to the town's inbox. */
export function mailTo(address: string, subject: string): Promise<ReceivedMail> {
  const ask = async () => {
    const response = await fetch(`${required('TOWN_INBOX_URL')}/api/mails?to=${encodeURIComponent(address)}`);
    const { items } = (await response.json()) as { items: ReceivedMail[] };
    return items.find((mail) => mail.subject.includes(subject))!;
  };
  return eventually(ask, (mail) => mail !== undefined, `a mail to ${address} about "${subject}"`);
}

/** The code in such a mail. */
export async function codeIn(address: string, subject: string): Promise<string> {
  const { html } = await mailTo(address, subject);
  const code = /<code>(.+)<\/code>/.exec(html)?.[1];
  if (!code) throw new Error(`The mail to ${address} holds no code: ${html}`);
  return code;
}
