import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { writePrivate } from '../system/files.js';
import { type Town, townPaths } from '../town.js';

/** What the names in the sidecars' certificates begin with: spiffe://public/ns/townsquare/<app id>. */
export const namespace = 'townsquare';
/** What Sentry's own name begins with. */
export const trustDomain = 'townsquare';

/** Where the tokens lie with which sidecars prove to Sentry who they are, and the key that it checks these against. */
export function identityFiles(town: Town) {
  const folder = townPaths(town).identities;
  return { keys: join(folder, 'keys.json'), token: (id: string) => join(folder, `${id}.jwt`) };
}

/**
 * Makes a token for each of these services, if there is one missing. Without them Sentry would give anybody who reaches
 * it a certificate in any service's name. The key that signs them is thrown away, so that nobody can make another.
 */
export async function prepareIdentities(town: Town, ids: readonly string[]): Promise<void> {
  const files = identityFiles(town);
  if ([files.keys, ...ids.map(files.token)].every((file) => existsSync(file))) return;
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), alg: 'ES256', use: 'sig', kid: 'town' };
  for (const id of ids) {
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: 'town' })
      .setSubject(`spiffe://public/ns/${namespace}/${id}`)
      .setAudience(`spiffe://${trustDomain}/ns/default/dapr-sentry`)
      .setIssuedAt()
      .sign(privateKey);
    writePrivate(files.token(id), token);
  }
  writePrivate(files.keys, JSON.stringify({ keys: [jwk] }));
}
