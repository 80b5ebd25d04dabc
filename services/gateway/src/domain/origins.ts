/**
 * Whether a page of this origin may open a socket: one of the gateway's own host, or of an origin that is named. Programs
 * that are no browsers send none, and may.
 */
export function mayConnectFrom(origin: string | undefined, host: string | undefined, named: string[]): boolean {
  if (origin === undefined || named.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}
