import { notFound } from '@townsquare/kit';
import { z } from 'zod';
import type { SignIn } from '../../context.js';
import type { Provider } from '../clients/provider.js';

export const ProviderParams = z.object({ provider: z.string() });

/** The provider of this name; throws `not_found` also for one that there are no credentials for. */
export function requireProvider({ providers }: SignIn, id: string): Provider {
  const provider = providers.get(id);
  if (!provider) throw notFound('provider');
  return provider;
}
