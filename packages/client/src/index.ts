import createFetchClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema.js';

export { ApiError, type FieldError, type ProblemDetails, unwrap } from './errors.js';
export type { components, paths } from './schema.js';

/** The schemas of the API by name: `Schemas['Post']`. */
export type Schemas = components['schemas'];

export type ApiClient = Client<paths>;

/** What a client needs to know of its surroundings. */
export interface ClientOptions {
  /** The gateway's address; empty for a page that the gateway itself serves. */
  baseUrl: string;
  /** Returns the access token for the next request, or null where the caller is signed out. */
  accessToken?: () => Promise<string | null> | string | null;
  /** Replaces the platform's `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
}

/** A typed client of every route of the API. It sends the access token with each request that has none of its own. */
export function createClient({ baseUrl, accessToken, fetch }: ClientOptions): ApiClient {
  const client = createFetchClient<paths>({ baseUrl, fetch });
  client.use({
    async onRequest({ request }) {
      const token = request.headers.has('authorization') ? null : await accessToken?.();
      if (token) request.headers.set('authorization', `Bearer ${token}`);
      return request;
    },
  });
  return client;
}
