import { domainToASCII, domainToUnicode } from 'node:url';

/** The characters of a domain that is not plain ASCII. Dots have four forms; other signs could end a host name. */
const DOMAIN = /^[\p{L}\p{M}\p{N}\-.\u3002\uff0e\uff61\u200c\u200d]+$/u;

/**
 * Returns an address in the form in which it is stored, compared and sent to: in lower case, with an internationalised domain
 * in its ASCII form (`bücher.example` as `xn--bcher-kva.example`, UTS #46), so that both forms of a domain are one account. A
 * domain without an ASCII form is returned unchanged, and then the address is not valid.
 */
export function canonicalEmail(typed: string): string {
  const at = typed.lastIndexOf('@') + 1;
  const domain = typed.slice(at);
  return typed.slice(0, at).toLowerCase() + (isAscii(domain) ? domain.toLowerCase() : (toAscii(domain) ?? domain));
}

/** Whether a domain in its ASCII form converts to Unicode and back to the same text. No mail reaches one that does not. */
export function isCanonicalDomain(domain: string): boolean {
  return !/(^|\.)xn--/.test(domain) || toAscii(domainToUnicode(domain)) === domain;
}

/** Returns an address for display, with its domain in Unicode. */
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
