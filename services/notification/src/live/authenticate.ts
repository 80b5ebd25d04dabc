import { AppError, bearerToken, type Caller, type Logger, type TokenVerifier } from '@townsquare/kit';
import { decodeJwt } from 'jose';
import type { Socket } from 'socket.io';

/** The signed-in user of a socket, and when the token expires. */
export interface Client {
  caller: Caller;
  expiresAt: Date;
}

/** The longest delay of a timer, in milliseconds. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Middleware that accepts a socket with a valid access token, sent as `auth.token` or in an Authorization header. A refused
 * client receives `connect_error`, with the error's code as its message.
 */
export function authenticate(tokens: TokenVerifier, logger: Logger) {
  return async (socket: Socket, next: (error?: Error) => void): Promise<void> => {
    try {
      const token = tokenOf(socket);
      const caller = await tokens.verify(token);
      socket.data.client = { caller, expiresAt: new Date(decodeJwt(token).exp! * 1000) } satisfies Client;
      next();
    } catch (error) {
      if (!(error instanceof AppError)) logger.error({ err: error }, 'the token of a socket could not be verified');
      next(new Error(error instanceof AppError ? error.code : 'unavailable'));
    }
  };
}

/** Ends the socket when its token expires: the client reconnects with a new one. */
export function endWhenExpired(socket: Socket, { expiresAt }: Client): void {
  const left = Math.max(0, expiresAt.getTime() - Date.now());
  const timer = setTimeout(() => socket.disconnect(true), Math.min(left, MAX_TIMER_MS));
  socket.once('disconnect', () => clearTimeout(timer));
}

function tokenOf(socket: Socket): string {
  const { token } = socket.handshake.auth as { token?: unknown };
  if (typeof token === 'string') return token;
  const fromHeader = bearerToken(socket.handshake.headers.authorization);
  if (fromHeader === undefined) throw new AppError('unauthenticated');
  return fromHeader;
}
