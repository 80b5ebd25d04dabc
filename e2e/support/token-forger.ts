import { join } from 'node:path';
import { type CryptoKey, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose';
import { sql } from './database.js';
import type { Person } from './person.js';
import { townSecrets } from './secrets.js';
import { servicesFolder } from './service-routes.js';

const RULES = { iss: 'townsquare', aud: 'townsquare' };

/**
 * Makes access tokens with the key that auth signs with, which nobody but auth has: it lies in auth's database,
 * encrypted under a secret of the town's secret store. So a forged token is wrong in nothing but what a test makes wrong.
 */
export class TokenForger {
  private constructor(
    readonly kid: string,
    readonly publicJwk: JWK,
    readonly privateKey: CryptoKey,
  ) {}

  static async create(): Promise<TokenForger> {
    const [row] = await sql(
      'SELECT kid, public_jwk, private_jwk FROM auth.signing_keys ORDER BY generation DESC LIMIT 1',
    );
    const { SecretBox } = await import(join(servicesFolder, 'auth/src/identity/keys/secret-box.ts'));
    const box = new SecretBox(townSecrets('secrets')['auth-keys']!.encryptionKey);
    const privateKey = await importJWK(JSON.parse(box.open(row!.private_jwk, row!.kid)), 'EdDSA');
    return new TokenForger(row!.kid, JSON.parse(row!.public_jwk), privateKey as CryptoKey);
  }

  /** The claims that auth would give an account now. */
  claimsOf(person: Person): JWTPayload {
    const now = Math.floor(Date.now() / 1000);
    return { ...RULES, sub: person.userId, sid: sessionOf(person), roles: ['user'], iat: now, exp: now + 600 };
  }

  /** Signs as auth does, or with another key or another header. */
  sign(claims: JWTPayload, key: CryptoKey | Uint8Array = this.privateKey, header: object = {}): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid: this.kid, typ: 'JWT', ...header }).sign(key);
  }
}

/** The session of an access token. */
export function sessionOf(person: Person): string {
  const payload = person.accessToken!.split('.')[1]!;
  return JSON.parse(Buffer.from(payload, 'base64url').toString()).sid;
}
