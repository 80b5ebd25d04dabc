import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import { ProviderFault } from './provider.js';

/** Asks a provider for something; what goes wrong is thrown as a `ProviderFault`. */
export async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof ProviderFault ? error : new ProviderFault(kindOf(error), error);
  }
}

/** An answer of a provider's API; throws where it has none. */
export async function readJson<T>(response: Response): Promise<T> {
  if (!response.ok) throw new ProviderFault(response.status >= 500 ? 'unavailable' : 'refused', response);
  return (await response.json()) as T;
}

function kindOf(error: unknown): ProviderFault['kind'] {
  if (error instanceof AuthorizationResponseError) {
    if (error.error === 'access_denied') return 'declined';
    return ['server_error', 'temporarily_unavailable'].includes(error.error) ? 'unavailable' : 'refused';
  }
  if (error instanceof ResponseBodyError) return error.status >= 500 ? 'unavailable' : 'refused';
  if (!(error instanceof ClientError)) return 'unavailable';
  if (error.code === 'OAUTH_TIMEOUT') return 'unavailable';
  return error.cause instanceof Response && error.cause.status >= 500 ? 'unavailable' : 'refused';
}
