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

/** How long a key that is no longer published may still be taken for good. */
const KEEP_KEYS_MS = 5 * 60_000;

/**
 * Checks tokens against the published keys (EdDSA alone). An unknown key makes it fetch the keys again, at most every
 * five seconds, so a rotated key is accepted at once and a flood of forged tokens does not reach the auth service. Tokens
 * of a session that has ended are refused.
 */
export class JwksTokenVerifier implements TokenVerifier {
  #keys: ReturnType<typeof createLocalJWKSet> | undefined;
  #fetchedAt = 0;
  #fetching: Promise<void> | undefined;
  readonly #verified = new LRUCache<string, Caller>({ max: 10_000 });

  constructor(
    private readonly fetchKeys: () => Promise<JSONWebKeySet>,
    private readonly rules: TokenRules,
    private readonly ended: { has(sessionId: string): boolean } = { has: () => false },
  ) {}

  async verify(token: string): Promise<Caller> {
    const caller = this.#verified.get(token) ?? (await this.#read(token));
    if (this.ended.has(caller.sessionId)) throw new AppError('unauthenticated', 'The session has ended: log in again.');
    return caller;
  }

  async #read(token: string): Promise<Caller> {
    if (!this.#keys) await this.#refresh();
    else if (Date.now() - this.#fetchedAt > KEEP_KEYS_MS) await this.#refresh().catch(() => this.#putOff());
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

  /** The keys at hand are better than none: they are asked for again in a while. */
  #putOff(): void {
    this.#fetchedAt = Date.now() - KEEP_KEYS_MS + REFETCH_PAUSE_MS;
  }

  #refresh(): Promise<void> {
    this.#fetching ??= this.fetchKeys()
      .then((keys) => {
        this.#keys = createLocalJWKSet(keys);
        this.#fetchedAt = Date.now();
        // A token whose key is gone is to be looked at again.
        this.#verified.clear();
      })
      .finally(() => {
        this.#fetching = undefined;
      });
    return this.#fetching;
  }
}
