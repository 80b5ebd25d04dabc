import { type Database, isDuplicate } from '@townsquare/kit';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import { SigningKeyEntity } from '../data/entities.js';
import type { SecretBox } from './secret-box.js';

export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
}

/** The keys that sign access tokens (Ed25519). The newest signs; every one that is kept is published. */
export class KeyRing {
  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
  ) {}

  /** The key to sign with. The first start makes it; of several that start at once, one does and the others use its. */
  async signingKey(): Promise<SigningKey> {
    const newest = (await this.#newest()) ?? (await this.#create(1));
    const jwk = JSON.parse(this.box.open(newest.privateJwk, newest.kid)) as JWK;
    return { kid: newest.kid, privateKey: (await importJWK(jwk, 'EdDSA')) as CryptoKey };
  }

  /** The public halves, as `/.well-known/jwks.json` shows them. */
  async publicKeys(): Promise<JSONWebKeySet> {
    const rows = await this.database.manager.find(SigningKeyEntity, { order: { generation: 'DESC' } });
    return { keys: rows.map((row) => JSON.parse(row.publicJwk) as JWK) };
  }

  async #newest(): Promise<SigningKeyEntity | undefined> {
    const [row] = await this.database.manager.find(SigningKeyEntity, { order: { generation: 'DESC' }, take: 1 });
    return row;
  }

  async #create(generation: number): Promise<SigningKeyEntity> {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    const jwk = await exportJWK(publicKey);
    const kid = await calculateJwkThumbprint(jwk);
    const row = {
      generation,
      kid,
      publicJwk: JSON.stringify({ ...jwk, kid, alg: 'EdDSA', use: 'sig' }),
      privateJwk: this.box.seal(JSON.stringify(await exportJWK(privateKey)), kid),
      createdAt: new Date(),
    };
    try {
      await this.database.manager.insert(SigningKeyEntity, row);
      return row;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return this.database.manager.findOneByOrFail(SigningKeyEntity, { generation });
    }
  }
}
