import { createClient } from '@townsquare/client';
import { accessToken, replaceToken } from './session';

/** The API, called as the signed-in account. */
export const api = createClient({ baseUrl: '', accessToken, fetch: fetchWithRetry });

/** Sends a request again with a new token where the API refuses the one that it had. */
async function fetchWithRetry(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetch(request);
  const sent = request.headers.get('authorization')?.slice('Bearer '.length);
  if (response.status !== 401 || !sent || !(await isRefusedToken(response))) return response;
  const token = await replaceToken(sent);
  if (!token) return response;
  again.headers.set('authorization', `Bearer ${token}`);
  return fetch(again);
}

/** Whether the token is refused; a 401 may also be about a wrong password in the body. */
async function isRefusedToken(response: Response): Promise<boolean> {
  const body = (await response
    .clone()
    .json()
    .catch(() => null)) as { code?: string } | null;
  return body?.code === 'unauthenticated';
}

/** The type of a page of a list. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}
