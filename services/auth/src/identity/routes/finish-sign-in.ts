import { AppError, defineRoute, type Route } from '@townsquare/kit';
import type { Response } from 'express';
import { z } from 'zod';
import type { Context } from '../../context.js';
import type { Provider } from '../clients/provider.js';
import { endFlow, type Flow, findFlow, insertProof } from '../data/sign-in-flows.js';
import { flowSecrets, type ProvenIdentity } from '../domain/providers.js';
import { clearFlowCookie, flowCookie, ProviderParams, problemOf, requireProvider } from '../use-cases/sign-in-flow.js';

/** Providers add other parameters. */
const Query = z.looseObject({ state: z.string().min(1).max(200) });

export function finishSignIn(context: Context): Route {
  const { database, signIn } = context;
  return defineRoute({
    method: 'get',
    path: '/api/v1/auth/providers/{provider}/callback',
    summary: 'Receive the browser that a provider redirects back',
    description:
      'Works once, within ten minutes, and only in the browser that began. Returns a code to exchange for tokens.',
    tag: 'auth',
    access: 'public',
    params: ProviderParams,
    query: Query,
    produces: 'text/html',
    otherwise: { 302: 'Redirects the browser to `returnTo`' },
    errors: ['not_found', 'invalid_token', 'forbidden', 'unavailable'],
    async handle({ params, query: { state }, request, response }) {
      const provider = requireProvider(signIn, params.provider);
      const cookie = flowCookie(request, signIn);
      const flow = await findFlow(database.manager, provider.id, state, cookie);
      if (!flow) throw notThisFlow();
      response.set({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
      const callback = new URL(signIn.callbackOf(provider.id));
      callback.search = new URL(request.originalUrl, callback).search;
      try {
        const code = await finish(context, provider, flow, { callback, state, cookie });
        clearFlowCookie(response, signIn);
        if (flow.returnTo === null) response.type('html').send(codePage(code));
        else redirectBack(response, flow.returnTo, { code });
      } catch (error) {
        if (flow.returnTo === null || !(error instanceof AppError)) throw error;
        redirectBack(response, flow.returnTo, { error: error.code, errorDescription: error.detail ?? error.title });
      }
    },
  });
}

/** Asks the provider who signed in, and returns a code that stands for that identity. */
async function finish(
  { database, logger }: Context,
  provider: Provider,
  flow: Flow,
  { callback, state, cookie }: { callback: URL; state: string; cookie: string },
): Promise<string> {
  let identity: ProvenIdentity;
  try {
    identity = await provider.identify(callback, state, flowSecrets(cookie));
  } catch (error) {
    logger.warn({ err: error, provider: provider.id }, 'a sign-in with a provider failed');
    const problem = problemOf(provider.id, error);
    // While a provider is down, the browser may try again. Every other failure ends the sign-in.
    if (!(problem instanceof AppError && problem.code === 'unavailable')) await endFlow(database.manager, state);
    throw problem;
  }
  return database.transaction(async ({ manager }) => {
    // Of two requests at the same moment with the same state, only one ends the flow.
    if (!(await endFlow(manager, state))) throw notThisFlow();
    return insertProof(manager, flow.challenge, identity);
  });
}

function redirectBack(response: Response, returnTo: string, parameters: Record<string, string>): void {
  const url = new URL(returnTo);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  response.redirect(302, url.href);
}

function notThisFlow(): AppError {
  const detail = 'This sign-in was begun in another browser, is finished, or has expired: begin again.';
  return new AppError('invalid_token', detail);
}

/** The page that shows the code at the end of a sign-in without `returnTo`. */
function codePage(code: string): string {
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><title>Townsquare: signed in</title></head><body>',
    '<h1>Almost there</h1>',
    '<p>Enter this code within ten minutes in the app where you began:</p>',
    // The code consists of letters, digits, - and _: it needs no escaping.
    `<p><code>${code}</code></p>`,
    '<p>If you did not begin this in an app of yours, do not give the code to anyone, and close this page.</p>',
    '</body></html>',
  ].join('\n');
}
