import type { Schemas } from '@townsquare/client';
import type { Socket } from 'socket.io-client';
import { accessToken, currentSession, onSessionChange } from '../../api/session';

/** What the town sends to a signed-in reader while the page is open. */
export interface LiveMessages {
  notification(notification: Schemas['Notification']): void;
  'unread-count'(counted: { count: number }): void;
}

let socket: Socket<LiveMessages> | undefined;
let userId: string | undefined;

/** The library is loaded only for those who are signed in. */
async function open(): Promise<Socket<LiveMessages>> {
  const { io } = await import('socket.io-client');
  return io({
    path: '/socket.io',
    transports: ['websocket'],
    auth: (give) => {
      accessToken().then(
        (token) => give({ token }),
        () => give({}),
      );
    },
  });
}

/** Keeps a socket open for as long as somebody is signed in. Calls `onOpen` with each new one. */
export function keepSocket(onOpen: (socket: Socket<LiveMessages>) => void): () => void {
  const follow = async () => {
    const session = currentSession();
    const next = session.status === 'signedIn' ? session.userId : undefined;
    if (next === userId) return;
    socket?.disconnect();
    userId = next;
    socket = undefined;
    if (!next) return;
    const opened = await open();
    // Somebody else may have signed in while the library was loaded, or nobody.
    if (userId !== next) return void opened.disconnect();
    socket = opened;
    // The server ends a socket when its token expires: another one connects with a new token.
    socket.on('disconnect', (reason) => {
      if (reason === 'io server disconnect') opened.connect();
    });
    onOpen(socket);
  };
  follow();
  const stop = onSessionChange(follow);
  return () => {
    stop();
    socket?.disconnect();
    socket = undefined;
    userId = undefined;
  };
}
