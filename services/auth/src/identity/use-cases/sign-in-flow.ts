import { AppError, forbidden, notFound } from '@townsquare/kit';
import { parse } from 'cookie';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { SignIn } from '../../context.js';
import { type Provider, ProviderFault } from '../clients/provider.js';
import { FLOW_SECONDS, PROVIDER_NAMES, type ProviderId } from '../domain/providers.js';

/** The name of the cookie of a flow. Without TLS, as on a developer's machine, browsers refuse a `__Host-` cookie. */
const nameOf = ({ isSecure }: SignIn) => (isSecure ? '__Host-sign-in' : 'sign-in');

const optionsOf = ({ isSecure }: SignIn) => ({ httpOnly: true, secure: isSecure, sameSite: 'lax', path: '/' }) as const;

export function setFlowCookie(response: Response, signIn: SignIn, value: string): void {
  response.cookie(nameOf(signIn), value, { ...optionsOf(signIn), maxAge: FLOW_SECONDS * 1000 });
}

export function clearFlowCookie(response: Response, signIn: SignIn): void {
  response.clearCookie(nameOf(signIn), optionsOf(signIn));
}

export function flowCookie(request: Request, signIn: SignIn): string {
  return parse(request.get('cookie') ?? '')[nameOf(signIn)] ?? '';
}

/** Returns the error for a client when a provider did not identify the person. */
export function problemOf(provider: ProviderId, error: unknown): unknown {
  if (!(error instanceof ProviderFault)) return error;
  const name = PROVIDER_NAMES[provider];
  const problem = {
    declined: () => forbidden(`You cancelled the sign-in with ${name}.`),
    refused: () => forbidden(`${name} did not confirm who you are: begin again.`),
    unavailable: () =>
      new AppError('unavailable', `${name} does not respond; try again, or sign in another way.`, undefined, {
        'retry-after': '5',
      }),
  }[error.kind]();
  problem.cause = error;
  return problem;
}

export const ProviderParams = z.object({ provider: z.string() });

/** Returns the provider with this id; throws `not_found` where it is unknown or has no credentials. */
export function requireProvider({ providers }: SignIn, id: string): Provider {
  const provider = providers.get(id);
  if (!provider) throw notFound('provider');
  return provider;
}
