import { ApiError, createClient, type Schemas, unwrap } from '@townsquare/client';
import { useSyncExternalStore } from 'react';
import { type Access, createRefresh, isFresh, toAccess } from './refresh';

/** Whether somebody is signed in. It is `starting` until the cookie was exchanged for a first access token. */
export type Session = { status: 'starting' | 'signedOut' } | { status: 'signedIn'; userId: string };

type Message = { access: Access | null };

/** Says that this browser may have a session; it is no secret. Without it, a visitor's first page asks for none. */
const HINT = 'townsquare.has-session';

const DELIVERY = { tokenDelivery: 'cookie' } as const;

let access: Access | null = null;
let session: Session = { status: localStorage.getItem(HINT) ? 'starting' : 'signedOut' };
const listeners = new Set<() => void>();
const tabs = new BroadcastChannel('townsquare-session');

/** Calls without an access token: those that get one. */
const tokens = createClient({ baseUrl: '' });

function set(next: Access | null): void {
  access = next;
  if (next) localStorage.setItem(HINT, '1');
  else localStorage.removeItem(HINT);
  const changed = session.status !== 'signedIn' || session.userId !== next?.userId;
  if (changed) session = next ? { status: 'signedIn', userId: next.userId } : { status: 'signedOut' };
  for (const listener of listeners) listener();
}

function setInAllTabs(next: Access | null): void {
  set(next);
  tabs.postMessage({ access: next } satisfies Message);
}

tabs.onmessage = ({ data }: MessageEvent<Message>) => set(data.access);

const refresh = createRefresh({
  current: () => access,
  exclusively: (work) => navigator.locks.request('townsquare-refresh', work),
  now: Date.now,
  async exchange() {
    try {
      const next = toAccess(await unwrap(tokens.POST('/api/v1/auth/refresh', { body: DELIVERY })), Date.now());
      setInAllTabs(next);
      return next;
    } catch (error) {
      // Only a refusal ends the session: a server that is away for a moment does not.
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      setInAllTabs(null);
      return null;
    }
  },
});

/** An access token for a request; null for a visitor. Throws if a new one is needed and the API cannot be reached. */
export async function accessToken(): Promise<string | null> {
  if (session.status === 'signedOut') return null;
  if (isFresh(access, Date.now())) return access.token;
  return (await refresh())?.token ?? null;
}

/** Gets another access token in place of one that the API has refused; null if the session has ended. */
export async function replaceToken(refused: string): Promise<string | null> {
  return (await refresh(refused))?.token ?? null;
}

/** Begins the session that the cookie holds, if there is one, and keeps its access token fresh. */
export async function resumeSession(): Promise<void> {
  if (session.status === 'starting') await accessToken().catch(() => set(null));
}

export async function logIn(form: { login: string; password: string; code?: string }): Promise<void> {
  const body = { ...form, ...DELIVERY };
  setInAllTabs(toAccess(await unwrap(tokens.POST('/api/v1/auth/login', { body })), Date.now()));
}

export async function logInWithProvider(form: {
  code: string;
  codeVerifier: string;
  secondFactorCode?: string;
}): Promise<void> {
  const body = { ...form, ...DELIVERY };
  setInAllTabs(toAccess(await unwrap(tokens.POST('/api/v1/auth/login/provider', { body })), Date.now()));
}

/** Ends the session here and in all tabs. */
export async function logOut(): Promise<void> {
  await unwrap(tokens.POST('/api/v1/auth/logout', { body: DELIVERY }));
  setInAllTabs(null);
}

/** Forgets the session in all tabs, when the API has ended it already. */
export function forgetSession(): void {
  setInAllTabs(null);
}

export type Tokens = Schemas['Tokens'];

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const currentSession = (): Session => session;

/** Calls the listener at each change of the session. */
export const onSessionChange = subscribe;

export function useSession(): Session {
  return useSyncExternalStore(subscribe, currentSession);
}

/** The id of the signed-in account; null for a visitor. */
export function useUserId(): string | null {
  const current = useSession();
  return current.status === 'signedIn' ? current.userId : null;
}
