import { domainToASCII, domainToUnicode } from 'node:url';

/** What may stand in a domain that is not plain ASCII. Dots have four forms; anything else could end a host name. */
const DOMAIN = /^[\p{L}\p{M}\p{N}\-.\u3002\uff0e\uff61\u200c\u200d]+$/u;

/**
 * An address in the form in which it is stored, compared and written to: in lower case, and with an internationalised
 * domain in its ASCII form (`bücher.example` as `xn--bcher-kva.example`, UTS #46), so that both forms of a domain are one
 * account. What has no such form is returned as it is, in lower case, and then is not a valid address.
 */
export function canonicalEmail(typed: string): string {
  const at = typed.lastIndexOf('@') + 1;
  const domain = typed.slice(at);
  return typed.slice(0, at).toLowerCase() + (isAscii(domain) ? domain.toLowerCase() : (toAscii(domain) ?? domain));
}

/** Whether a domain in its ASCII form stands for a Unicode form, which then stands for it: other texts can be sent nowhere. */
export function isCanonicalDomain(domain: string): boolean {
  return !/(^|\.)xn--/.test(domain) || toAscii(domainToUnicode(domain)) === domain;
}

/** An address as people read it: its domain in Unicode. */
export function shownEmail(email: string): string {
  const at = email.lastIndexOf('@') + 1;
  return email.slice(0, at) + (domainToUnicode(email.slice(at)) || email.slice(at));
}

function toAscii(domain: string): string | undefined {
  return DOMAIN.test(domain) ? domainToASCII(domain) || undefined : undefined;
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
