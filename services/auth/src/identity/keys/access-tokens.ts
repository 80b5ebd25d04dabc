import { ACCESS_TOKEN_SECONDS } from '@townsquare/contracts';
import { AppError, type Caller, type Database, type TokenRules, type TokenVerifier } from '@townsquare/kit';
import { SignJWT } from 'jose';
import { findSession } from '../data/sessions.js';
import type { KeyRing } from './key-ring.js';

/** Issues access tokens: JWTs that every service verifies with the published keys. */
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

/** Verifies an access token and that its session has not ended, which auth reads from its own rows. */
export class SessionVerifier implements TokenVerifier {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly database: Database,
  ) {}

  async verify(token: string): Promise<Caller> {
    const caller = await this.tokens.verify(token);
    if (await findSession(this.database.manager, caller.userId, caller.sessionId)) return caller;
    throw new AppError('unauthenticated', 'The session has ended: log in again.');
  }
}
