/**
 * Whether a request with this `Origin` is from a page of the town: of the host and scheme that the browser called, or of the
 * configured public address, which counts where a proxy hides the former. Browsers send `Origin` with every POST and no page
 * can forge it, so a request without one (or with `null`, from a page without an origin) is refused.
 */
export function isSameOrigin(
  origin: string | undefined,
  called: { protocol: string; host: string },
  publicUrl: string,
): boolean {
  if (origin === undefined || origin === 'null') return false;
  const own = [`${called.protocol}://${called.host}`, publicUrl].filter((url) => URL.canParse(url));
  return own.some((url) => new URL(url).origin === origin);
}

/** The attributes of the cookie with the refresh token. Browsers send it to the paths of the auth API alone. */
export function refreshCookieOptions(publicUrl: string, protocol: string) {
  const { pathname } = new URL(`${publicUrl}/api/v1/auth`);
  const secure = protocol === 'https' || publicUrl.startsWith('https:');
  return { httpOnly: true, secure, sameSite: 'strict', path: pathname } as const;
}
