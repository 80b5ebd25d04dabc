import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

const ISSUER = 'Townsquare';
const SECRET_BYTES = 20;

/** By how many steps of 30 s a clock may differ. */
const WINDOW = 1;

const RECOVERY_CODES = 10;
/** Enough random bytes that a plain digest of a code cannot be reversed. */
const RECOVERY_BYTES = 16;

/** Returns a new shared secret for an authenticator app, in base32. */
export function newSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** Returns the URI that an authenticator app reads from a QR code. */
export function enrolmentUri(secret: string, username: string): string {
  return totp(secret, username).toString();
}

/** Returns the time step that a code belongs to, near now; undefined for a wrong code. */
export function stepOf(secret: string, code: string, now: Date): number | undefined {
  const timestamp = now.getTime();
  const delta = totp(secret).validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? undefined : totp(secret).counter({ timestamp }) + delta;
}

export function isTotpCode(code: string): boolean {
  return /^\d{6}$/.test(code);
}

/** Returns new recovery codes, as they are shown to their owner. Each replaces a code of the app once. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const text = new Secret({ buffer: new Uint8Array(randomBytes(RECOVERY_BYTES)).buffer }).base32.toLowerCase();
    return text.match(/.{1,5}/g)!.join('-');
  });
}

/** Returns the digest to store of a recovery code, whatever its case and separators. */
export function recoveryHash(code: string): Buffer {
  return createHash('sha256')
    .update(code.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .digest();
}

function totp(secret: string, label = ''): TOTP {
  return new TOTP({ issuer: ISSUER, label, secret: Secret.fromBase32(secret) });
}
