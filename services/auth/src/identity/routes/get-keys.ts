import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';

const KeySet = z
  .object({
    keys: z.array(
      z.object({
        kty: z.string(),
        crv: z.string(),
        x: z.string(),
        kid: z.string(),
        alg: z.string(),
        use: z.string(),
      }),
    ),
  })
  .meta({ id: 'JsonWebKeySet' });

export function getKeys({ keys }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/.well-known/jwks.json',
    summary: 'Get the public keys that verify access tokens',
    tag: 'auth',
    access: 'public',
    answer: KeySet,
    async handle({ response }) {
      response.set('cache-control', 'public, max-age=60');
      return keys.publicKeys();
    },
  });
}
