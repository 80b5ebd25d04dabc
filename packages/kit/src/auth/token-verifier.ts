import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { AppError } from '../errors.js';
import { type Caller, ROLES, type TokenVerifier } from './caller.js';

const Claims = z.object({
  sub: z.string().regex(/^\d+$/),
  sid: z.string(),
  roles: z.array(z.enum(ROLES)),
  exp: z.number(),
});

export interface TokenRules {
  issuer: string;
  audience: string;
}

const REFETCH_PAUSE_MS = 5_000;

/**
 * Checks tokens against the published keys (EdDSA alone). An unknown key makes it fetch the keys again, at most every
 * five seconds, so a rotated key is accepted at once and a flood of forged tokens does not reach the auth service.
 */
export class JwksTokenVerifier implements TokenVerifier {
  #keys: ReturnType<typeof createLocalJWKSet> | undefined;
  #fetchedAt = 0;
  #fetching: Promise<void> | undefined;
  readonly #verified = new LRUCache<string, Caller>({ max: 10_000 });

  constructor(
    private readonly fetchKeys: () => Promise<JSONWebKeySet>,
    private readonly rules: TokenRules,
  ) {}

  async verify(token: string): Promise<Caller> {
    const known = this.#verified.get(token);
    if (known) return known;
    if (!this.#keys) await this.#refresh();
    const payload = await this.#check(token)
      .catch(async (error) => {
        if (!(error instanceof errors.JWKSNoMatchingKey) || Date.now() - this.#fetchedAt < REFETCH_PAUSE_MS)
          throw error;
        await this.#refresh();
        return this.#check(token);
      })
      .catch((error) => {
        throw error instanceof errors.JOSEError ? new AppError('unauthenticated') : error;
      });
    const claims = Claims.safeParse(payload);
    if (!claims.success) throw new AppError('unauthenticated');
    const caller = { userId: claims.data.sub, roles: claims.data.roles, sessionId: claims.data.sid };
    this.#verified.set(token, caller, { ttl: Math.max(1, claims.data.exp * 1000 - Date.now()) });
    return caller;
  }

  async #check(token: string): Promise<JWTPayload> {
    const { payload } = await jwtVerify(token, this.#keys!, {
      ...this.rules,
      algorithms: ['EdDSA', 'Ed25519'],
      requiredClaims: ['exp', 'sub'],
    });
    return payload;
  }

  #refresh(): Promise<void> {
    this.#fetching ??= this.fetchKeys()
      .then((keys) => {
        this.#keys = createLocalJWKSet(keys);
        this.#fetchedAt = Date.now();
      })
      .finally(() => {
        this.#fetching = undefined;
      });
    return this.#fetching;
  }
}
