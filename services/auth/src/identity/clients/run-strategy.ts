import type { Request, Response } from 'express';
import passport from 'passport';
import type { ProvenIdentity } from '../domain/providers.js';
import { ProviderFault } from './provider.js';

/** Has no session and no strategies: each step of a sign-in makes its own strategy, with the secrets of its flow. */
const authenticator = new passport.Passport();

/** A step of a sign-in. */
interface Step {
  strategy: passport.Strategy;
  /** The callback of the provider: without a query to begin, and with the query of the provider's response to finish. */
  url: URL;
  /** What the strategy finds as the session. */
  session?: object;
}

/** Returns the address to redirect the browser to, so that it signs in at the provider. */
export async function beginStrategy(step: Step): Promise<URL> {
  const outcome = await run(step);
  if (outcome instanceof URL) return outcome;
  throw new Error('The strategy does not redirect to the provider.');
}

/** Returns who signed in; throws `ProviderFault` when the person declined, else what the strategy throws. */
export async function finishStrategy(step: Step): Promise<ProvenIdentity> {
  const outcome = await run(step);
  // Without a code and an error, a strategy begins anew.
  if (outcome instanceof URL) throw new ProviderFault('refused', new Error('The response has no code.'));
  if (!outcome) throw new ProviderFault('declined', new Error('The provider responded with access_denied.'));
  return outcome;
}

/**
 * Runs a strategy on a request that is made for it, so that it sees nothing of the client's request, and passport adds
 * nothing to that. Returns the identity or the redirect; undefined for a failure, which is for both strategies `access_denied`.
 */
function run({ strategy, url, session = {} }: Step): Promise<ProvenIdentity | URL | undefined> {
  return new Promise((resolve, reject) => {
    const request = {
      method: 'GET',
      protocol: url.protocol.slice(0, -1),
      host: url.host,
      originalUrl: `${url.pathname}${url.search}`,
      query: Object.fromEntries(url.searchParams),
      session,
    };
    const response = {
      setHeader: (name: string, value: string) => name === 'Location' && resolve(new URL(value)),
      end: () => {},
    };
    const done = (error: unknown, identity?: unknown) =>
      error ? reject(error) : resolve((identity as ProvenIdentity | false) || undefined);
    const options = { session: false, callbackURL: `${url.origin}${url.pathname}` };
    const handle = authenticator.authenticate(strategy, options, done);
    handle(request as unknown as Request, response as unknown as Response, reject);
  });
}
