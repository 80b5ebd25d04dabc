import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

const ISSUER = 'Townsquare';
const SECRET_BYTES = 20;

/** How many steps of 30 s a clock may be off. */
const WINDOW = 1;

const RECOVERY_CODES = 10;
/** So many that a plain digest of a code cannot be reversed. */
const RECOVERY_BYTES = 16;

/** A shared secret for an authenticator app, in base32. */
export function newSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What an authenticator app reads from a QR code. */
export function enrolmentUri(secret: string, username: string): string {
  return totp(secret, username).toString();
}

/** The step of time whose code this is, near now; undefined for any other code. */
export function stepOf(secret: string, code: string, now: Date): number | undefined {
  const timestamp = now.getTime();
  const delta = totp(secret).validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? undefined : totp(secret).counter({ timestamp }) + delta;
}

export function isTotpCode(code: string): boolean {
  return /^\d{6}$/.test(code);
}

/** Codes that stand in for the app, once each, as they are shown to their owner. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const text = new Secret({ buffer: new Uint8Array(randomBytes(RECOVERY_BYTES)).buffer }).base32.toLowerCase();
    return text.match(/.{1,5}/g)!.join('-');
  });
}

/** What is kept of a recovery code, however it is written. */
export function recoveryHash(code: string): Buffer {
  return createHash('sha256')
    .update(code.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .digest();
}

function totp(secret: string, label = ''): TOTP {
  return new TOTP({ issuer: ISSUER, label, secret: Secret.fromBase32(secret) });
}
