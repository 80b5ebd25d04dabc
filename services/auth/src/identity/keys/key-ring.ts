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
import { In, LessThan } from 'typeorm';
import { SigningKeyEntity } from '../data/entities.js';
import { isRotationDue, isSpent, type KeyFacts, signingKeyOf } from '../domain/key-schedule.js';
import type { SecretBox } from './secret-box.js';

export interface SigningKey extends KeyFacts {
  kid: string;
  privateKey: CryptoKey;
}

/** How long an instance may not know of a key that another has made: shorter than it is published before it signs. */
const KNOWN_FOR_MS = 60_000;

/** The keys that sign access tokens (Ed25519): one signs, every one that may have signed a valid token is published. */
export class KeyRing {
  #known: { keys: SigningKey[]; at: number } | undefined;

  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
    private readonly knownForMs = KNOWN_FOR_MS,
  ) {}

  /** The key to sign with. The first start makes it; of several that start at once, one does and the others use its. */
  async signingKey(): Promise<SigningKey> {
    if (!this.#known || Date.now() - this.#known.at >= this.knownForMs) await this.#load();
    return signingKeyOf(this.#known!.keys, new Date())!;
  }

  /** The public halves, as `/.well-known/jwks.json` shows them. */
  async publicKeys(): Promise<JSONWebKeySet> {
    return { keys: (await this.#rows()).map((row) => JSON.parse(row.publicJwk) as JWK) };
  }

  /** Makes the next key when it is time, and forgets those whose last token has expired. */
  async rotateWhenDue(): Promise<void> {
    const now = new Date();
    const rows = await this.#rows();
    // From what was judged: another instance may have made the next one meanwhile.
    if (isRotationDue(rows, now)) await this.#create(nextGeneration(rows));
    const spent = rows.filter((row) => isSpent(row, rows, now)).map((row) => row.generation);
    if (spent.length > 0) await this.database.manager.delete(SigningKeyEntity, { generation: In(spent) });
  }

  /** Makes the next key, which is published now and signs later: nobody notices. */
  async rotate(): Promise<void> {
    await this.#create(nextGeneration(await this.#rows()));
  }

  /** Makes the next key and forgets all others: what they have signed is refused within minutes. For stolen keys. */
  async replaceAll(): Promise<void> {
    await this.rotate();
    const [newest] = await this.#rows();
    await this.database.manager.delete(SigningKeyEntity, { generation: LessThan(newest!.generation) });
  }

  async #load(): Promise<void> {
    if ((await this.#rows()).length === 0) await this.#create(1);
    const keys = await Promise.all((await this.#rows()).map((row) => this.#open(row)));
    this.#known = { keys, at: Date.now() };
  }

  async #open({ generation, createdAt, kid, privateJwk }: SigningKeyEntity): Promise<SigningKey> {
    const jwk = JSON.parse(this.box.open(privateJwk, kid)) as JWK;
    return { generation, createdAt, kid, privateKey: (await importJWK(jwk, 'EdDSA')) as CryptoKey };
  }

  #rows(): Promise<SigningKeyEntity[]> {
    return this.database.manager.find(SigningKeyEntity, { order: { generation: 'DESC' } });
  }

  /** Makes the key of a generation, unless another instance has made it. */
  async #create(generation: number): Promise<void> {
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
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }
}

function nextGeneration([newest]: SigningKeyEntity[]): number {
  return (newest?.generation ?? 0) + 1;
}
