import { expect, test } from '@jest/globals';
import { canonicalEmail, isCanonicalDomain, shownEmail } from './email-addresses.js';

test.each([
  ['Ana@Example.ORG', 'ana@example.org'],
  ['Ana@BÜCHER.example', 'ana@xn--bcher-kva.example'],
  ['ana@bücher。example', 'ana@xn--bcher-kva.example'],
  ['ANA@b√cher.example', 'ana@b√cher.example'],
  ['"a@b"@Example.org', '"a@b"@example.org'],
])('the address %s is stored as %s', (typed, stored) => {
  expect(canonicalEmail(typed)).toBe(stored);
});

test.each([
  ['example.org', true],
  ['xn--bcher-kva.example', true],
  ['mail.xn--bcher-kva.example', true],
  // The Punycode of plain ASCII, and one that is not Punycode.
  ['xn--example-.org', false],
  ['mail.xn--99999999.org', false],
])('the domain %s has a form to which mail is sent: %s', (domain, canonical) => {
  expect(isCanonicalDomain(domain)).toBe(canonical);
});

test('an address is shown with its domain in Unicode', () => {
  expect(shownEmail('ana@xn--bcher-kva.example')).toBe('ana@bücher.example');
  expect(shownEmail('ana@example.org')).toBe('ana@example.org');
});
