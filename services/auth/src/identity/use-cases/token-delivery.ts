import { forbidden } from '@townsquare/kit';
import { parse } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import { z } from 'zod';
import type { Context } from '../../context.js';
import { isSameOrigin, refreshCookieOptions } from '../domain/browser-rules.js';
import type { TokensView } from '../views/account-views.js';

const COOKIE = 'townsquare_refresh';

/** The field of a body that chooses how the client receives its refresh token. */
export const TokenDelivery = z
  .enum(['body', 'cookie'])
  .default('body')
  .meta({
    description:
      'Where the refresh token is returned: in the body, or in a cookie that no script can read. A cookie is for pages of ' +
      'this origin alone: the request needs their `Origin`',
  });

/** The body of a request that needs a refresh token: the token itself, or the word that it is in the cookie. */
export const RefreshTokenForm = z
  .strictObject({
    refreshToken: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .meta({ description: 'Needed unless `tokenDelivery` is `cookie`: then the token is in the cookie alone' }),
    tokenDelivery: TokenDelivery,
  })
  .superRefine(({ refreshToken, tokenDelivery }, context) => {
    const inBody = tokenDelivery === 'body';
    if (inBody === (refreshToken !== undefined)) return;
    const message = inBody ? 'is needed' : 'must not be there where the token is in the cookie';
    context.addIssue({ code: 'custom', path: ['refreshToken'], message });
  });

/** A request and its response. */
export interface HttpExchange {
  request: Request;
  response: Response;
}

/** Tokens that were issued and not yet sent. */
export interface IssuedTokens {
  access: Omit<z.infer<typeof TokensView>, 'refreshToken'>;
  refresh: { token: string; expiresAt: Date };
}

/**
 * Returns the function that makes the response of issued tokens, and sets the cookie where the client asked for one. Throws
 * `forbidden` when a page of another origin asks for a cookie: call it before anything is changed.
 */
export function tokenDelivery(
  context: Pick<Context, 'publicUrl'>,
  delivery: z.infer<typeof TokenDelivery>,
  { request, response }: HttpExchange,
): (tokens: IssuedTokens) => z.infer<typeof TokensView> {
  if (delivery === 'body') return ({ access, refresh }) => ({ ...access, refreshToken: refresh.token });
  requireSameOrigin(context, request);
  return ({ access, refresh }) => {
    response.cookie(COOKIE, refresh.token, { ...optionsOf(context, request), ...lifetimeOf(refresh.expiresAt) });
    return access;
  };
}

/**
 * Returns the refresh token of a request, undefined where it is to be in the cookie and there is none. Throws `forbidden` when
 * a page of another origin uses the cookie.
 */
export function refreshTokenOf(
  context: Pick<Context, 'publicUrl'>,
  form: z.infer<typeof RefreshTokenForm>,
  request: Request,
): string | undefined {
  if (form.tokenDelivery !== 'cookie') return form.refreshToken;
  requireSameOrigin(context, request);
  return parse(request.get('cookie') ?? '')[COOKIE];
}

/** Makes the browser forget the cookie. */
export function clearRefreshCookie(context: Pick<Context, 'publicUrl'>, { request, response }: HttpExchange): void {
  response.clearCookie(COOKIE, optionsOf(context, request));
}

function requireSameOrigin({ publicUrl }: Pick<Context, 'publicUrl'>, request: Request): void {
  if (isSameOrigin(request.get('origin'), originsOf(request), publicUrl)) return;
  throw forbidden('Only a page of this origin may use the cookie: send its Origin header.');
}

/** The scheme and host that the gateway received the request with. Sidecars write theirs behind the gateway's. */
function originsOf(request: Request): { protocol: string; host: string } {
  const first = (header: string) => (request.get(header) ?? '').split(',')[0]!.trim();
  return { protocol: first('x-forwarded-proto'), host: first('x-forwarded-host') };
}

function optionsOf({ publicUrl }: Pick<Context, 'publicUrl'>, request: Request): CookieOptions {
  return refreshCookieOptions(publicUrl, originsOf(request).protocol);
}

function lifetimeOf(expiresAt: Date): CookieOptions {
  return { maxAge: expiresAt.getTime() - Date.now() };
}
