import { expect, test } from '@jest/globals';
import { challengeOf, flowSecrets, type ProvenIdentity, vouchedAddress } from './providers.js';

const identity: ProvenIdentity = {
  provider: 'google',
  subject: '1',
  name: 'Ana',
  email: 'Ana@Example.org',
  emailVerified: true,
};

test('an address counts only if the provider vouches for it and it is valid', () => {
  expect(vouchedAddress(identity)).toBe('ana@example.org');
  expect(vouchedAddress({ ...identity, emailVerified: false })).toBeUndefined();
  expect(vouchedAddress({ ...identity, email: null })).toBeUndefined();
  expect(vouchedAddress({ ...identity, email: 'no address' })).toBeUndefined();
});

test('the secrets of a flow follow from its cookie, and differ from each other and from those of another', () => {
  const { nonce, verifier } = flowSecrets('cookie');
  expect(flowSecrets('cookie')).toEqual({ nonce, verifier });
  expect(new Set([nonce, verifier, ...Object.values(flowSecrets('another'))]).size).toBe(4);
  // RFC 7636, 4.1: a verifier has 43 to 128 of these characters.
  expect(verifier).toMatch(/^[\w.~-]{43,128}$/);
});

test('the challenge of a verifier is that of RFC 7636, appendix B', () => {
  expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  );
});
