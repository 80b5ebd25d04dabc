import { defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { PROVIDER_NAMES, PROVIDERS } from '../domain/providers.js';

const ProvidersView = z
  .object({ items: z.array(z.object({ id: z.enum(PROVIDERS), name: z.string() })) })
  .meta({ id: 'Providers' });

export function listProviders({ signIn }: Context): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/auth/providers',
    summary: 'List the providers to sign in with',
    tag: 'auth',
    access: 'public',
    answer: ProvidersView,
    async handle() {
      return { items: [...signIn.providers.values()].map(({ id }) => ({ id, name: PROVIDER_NAMES[id] })) };
    },
  });
}
