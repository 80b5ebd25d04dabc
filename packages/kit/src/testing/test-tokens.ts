import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Role, TokenVerifier } from '../auth/caller.js';
import { JwksTokenVerifier } from '../auth/token-verifier.js';

const RULES = { issuer: 'townsquare', audience: 'townsquare' };

/** A key pair of a test's own: signs tokens for anyone, and checks them as a service does. */
export interface TestTokens {
  verifier: TokenVerifier;
  /** The value of an Authorization header for a user. */
  bearer(userId: string, roles?: Role[], sessionId?: string): Promise<string>;
}

export async function createTestTokens(): Promise<TestTokens> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'EdDSA', use: 'sig' };
  const bearer = async (userId: string, roles: Role[] = ['user'], sessionId = '1') => {
    const token = await new SignJWT({ sid: sessionId, roles })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'test' })
      .setSubject(userId)
      .setIssuer(RULES.issuer)
      .setAudience(RULES.audience)
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(privateKey);
    return `Bearer ${token}`;
  };
  return { verifier: new JwksTokenVerifier(async () => ({ keys: [jwk] }), RULES), bearer };
}
