import { calculateJwkThumbprint, importJWK, type JWK, jwtVerify } from 'jose';

/** The longest that a VAPID token may be valid (RFC 8292, section 2). */
const MAX_AGE_SECONDS = 24 * 60 * 60;

/**
 * Checks an Authorization header by RFC 8292: a token for this push service, not expired and valid for a day at most, with a
 * contact, and signed with the key that the subscription was made for. Throws an error that names the fault.
 */
export async function checkVapid(header: string | undefined, audience: string, applicationKey: string): Promise<void> {
  const { t: token, k: key } = parametersOf(header);
  if (!token || !key) throw new Error('The Authorization header has no VAPID token and key.');
  const jwk = jwkOf(key);
  if ((await calculateJwkThumbprint(jwk)) !== (await calculateJwkThumbprint(jwkOf(applicationKey))))
    throw new Error('The key is not the one that the subscription was made for.');
  const { payload } = await jwtVerify(token, await importJWK(jwk, 'ES256'), {
    algorithms: ['ES256'],
    audience,
    requiredClaims: ['exp', 'sub'],
  });
  if (payload.exp! > Date.now() / 1000 + MAX_AGE_SECONDS) throw new Error('The token is valid for more than a day.');
  if (!/^(mailto:.+@.+|https:\/\/.+)$/.test(payload.sub!))
    throw new Error(`${payload.sub} is no way to contact anybody.`);
}

/** The parameters of `vapid t=…, k=…`. */
function parametersOf(header = ''): { t?: string; k?: string } {
  if (!/^vapid /i.test(header)) return {};
  return Object.fromEntries(
    [...header.slice(6).matchAll(/(\w+)=([\w.~+/-]+)/g)].map(([, name, value]) => [name, value]),
  );
}

/** A public key on P-256: an uncompressed point in base64url. */
function jwkOf(key: string): JWK {
  const point = Buffer.from(key, 'base64url');
  if (point.length !== 65 || point[0] !== 4) throw new Error('The key is not an uncompressed point on P-256.');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  return { kty: 'EC', crv: 'P-256', x: x!, y: y! };
}
