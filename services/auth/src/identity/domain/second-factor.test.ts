import { describe, expect, test } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { enrolmentUri, isTotpCode, newRecoveryCodes, newSecret, recoveryHash, stepOf } from './second-factor.js';

const NOW = new Date('2026-01-01T00:00:10Z');
const STEP = Math.floor(NOW.getTime() / 30_000);

describe('codes of an authenticator app', () => {
  const secret = newSecret();
  const codeAt = (seconds: number) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: NOW.getTime() + seconds * 1000 });

  test('are those of RFC 6238', () => {
    const known = Secret.fromLatin1('12345678901234567890').base32;
    expect(stepOf(known, '287082', new Date(59_000))).toBe(1);
    expect(stepOf(known, '081804', new Date(1_111_111_109_000))).toBe(37_037_036);
  });

  test('are good now, and one step before and after', () => {
    expect([-30, 0, 30].map((seconds) => stepOf(secret, codeAt(seconds), NOW))).toEqual([STEP - 1, STEP, STEP + 1]);
    expect([-60, 60].map((seconds) => stepOf(secret, codeAt(seconds), NOW))).toEqual([undefined, undefined]);
  });

  test('come from a secret of 160 bits, of which the app is told', () => {
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(newSecret()).not.toBe(secret);
    expect(enrolmentUri(secret, 'ana')).toMatch(`otpauth://totp/Townsquare:ana?issuer=Townsquare&secret=${secret}`);
  });

  test('have six digits', () => {
    expect(['012345', '12345', '1234567', 'abcdef', 'abcde-fghij'].map(isTotpCode)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

test('recovery codes are ten, of 128 bits, and the same however they are typed', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) {
    expect(code).toMatch(/^([a-z2-7]{5}-){5}[a-z2-7]$/);
    expect(recoveryHash(` ${code.toUpperCase().replaceAll('-', ' ')}`).equals(recoveryHash(code))).toBe(true);
  }
});
