import type { Database } from '@townsquare/kit';
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { SigningKeyEntity } from '../data/entities.js';
import { deleteSigningKeys, deleteSigningKeysBefore, findSigningKeys, insertSigningKey } from '../data/signing-keys.js';
import { isRotationDue, isSpent, type KeyFacts, signingKeyOf } from '../domain/key-schedule.js';
import type { SecretBox } from './secret-box.js';

export interface SigningKey extends KeyFacts {
  kid: string;
  privateKey: CryptoKey;
}

/** The public half of a key, as clients read it. */
export type PublicJwk = Required<Pick<JWK, 'kty' | 'crv' | 'x' | 'kid' | 'alg' | 'use'>>;

/** How long an instance keeps its copy of the keys: less than a new key is published before it signs. */
const KNOWN_FOR_MS = 60_000;

/** The keys that sign access tokens (Ed25519): one signs, and every key that may have signed a valid token is published. */
export class KeyRing {
  #known: { keys: SigningKey[]; at: number } | undefined;

  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
    private readonly knownForMs = KNOWN_FOR_MS,
  ) {}

  /** Returns the key to sign with. The first start makes it; of several instances that start at once, one makes it. */
  async signingKey(): Promise<SigningKey> {
    if (!this.#known || Date.now() - this.#known.at >= this.knownForMs) await this.#load();
    return signingKeyOf(this.#known!.keys, new Date())!;
  }

  /** Returns the public keys, as `/.well-known/jwks.json` shows them. */
  async publicKeys(): Promise<{ keys: PublicJwk[] }> {
    return { keys: (await this.#rows()).map((row) => JSON.parse(row.publicJwk) as PublicJwk) };
  }

  /** Makes the next key when it is due, and deletes the keys whose last token has expired. */
  async rotateWhenDue(): Promise<void> {
    const now = new Date();
    const rows = await this.#rows();
    // The generation follows from the rows just read: another instance may have made the next key meanwhile.
    if (isRotationDue(rows, now)) await this.#create(nextGeneration(rows));
    const spent = rows.filter((row) => isSpent(row, rows, now)).map((row) => row.generation);
    await deleteSigningKeys(this.database.manager, spent);
  }

  /** Makes the next key, which is published now and signs later. No session ends. */
  async rotate(): Promise<void> {
    await this.#create(nextGeneration(await this.#rows()));
  }

  /** Makes the next key and deletes all others: tokens that those signed are refused within minutes. For stolen keys. */
  async replaceAll(): Promise<void> {
    await this.rotate();
    const [newest] = await this.#rows();
    await deleteSigningKeysBefore(this.database.manager, newest!.generation);
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
    return findSigningKeys(this.database.manager);
  }

  /** Makes the key of a generation, unless another instance has made it already. */
  async #create(generation: number): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    const jwk = await exportJWK(publicKey);
    const kid = await calculateJwkThumbprint(jwk);
    await insertSigningKey(this.database.manager, {
      generation,
      kid,
      publicJwk: JSON.stringify({ ...jwk, kid, alg: 'EdDSA', use: 'sig' }),
      privateJwk: this.box.seal(JSON.stringify(await exportJWK(privateKey)), kid),
      createdAt: new Date(),
    });
  }
}

function nextGeneration([newest]: SigningKeyEntity[]): number {
  return (newest?.generation ?? 0) + 1;
}
