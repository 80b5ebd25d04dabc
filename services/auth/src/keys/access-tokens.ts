import type { Caller, TokenRules } from '@townsquare/kit';
import { SignJWT } from 'jose';
import { ACCESS_TOKEN_SECONDS } from '../domain/access-token-rule.js';
import type { SigningKey } from './key-ring.js';

/** Makes access tokens: JWTs of ten minutes that every service checks against the published keys. */
export class AccessTokens {
  constructor(
    private readonly key: SigningKey,
    private readonly rules: TokenRules,
  ) {}

  issue({ userId, roles, sessionId }: Caller): Promise<string> {
    return new SignJWT({ roles, sid: sessionId })
      .setProtectedHeader({ alg: 'EdDSA', kid: this.key.kid, typ: 'JWT' })
      .setSubject(userId)
      .setIssuer(this.rules.issuer)
      .setAudience(this.rules.audience)
      .setIssuedAt()
      .setExpirationTime(`${ACCESS_TOKEN_SECONDS}s`)
      .sign(this.key.privateKey);
  }
}
