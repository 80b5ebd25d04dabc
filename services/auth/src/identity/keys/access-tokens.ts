import { ACCESS_TOKEN_SECONDS } from '@townsquare/contracts';
import type { Caller, TokenRules } from '@townsquare/kit';
import { SignJWT } from 'jose';
import type { KeyRing } from './key-ring.js';

/** Makes access tokens: JWTs that every service checks against the published keys. */
export class AccessTokens {
  constructor(
    private readonly keys: KeyRing,
    private readonly rules: TokenRules,
  ) {}

  async issue({ userId, roles, sessionId }: Caller): Promise<string> {
    const { kid, privateKey } = await this.keys.signingKey();
    return new SignJWT({ roles, sid: sessionId })
      .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'JWT' })
      .setSubject(userId)
      .setIssuer(this.rules.issuer)
      .setAudience(this.rules.audience)
      .setIssuedAt()
      .setExpirationTime(`${ACCESS_TOKEN_SECONDS}s`)
      .sign(privateKey);
  }
}
