import { AppError, bearerToken, type Caller, type Logger, type TokenVerifier } from '@townsquare/kit';
import { decodeJwt } from 'jose';
import type { Socket } from 'socket.io';

/** Who is at the other end of a socket, and until when their token holds. */
export interface Visitor {
  caller: Caller;
  expiresAt: Date;
}

/** The longest time that a timer can wait, in milliseconds. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * A check that lets a socket in with a valid access token, sent as `auth.token` or in an Authorization header. A refusal
 * reaches the client as `connect_error`, with the error's stable name as its message.
 */
export function authenticate(tokens: TokenVerifier, logger: Logger) {
  return async (socket: Socket, next: (error?: Error) => void): Promise<void> => {
    try {
      const token = tokenOf(socket);
      const caller = await tokens.verify(token);
      socket.data.visitor = { caller, expiresAt: new Date(decodeJwt(token).exp! * 1000) } satisfies Visitor;
      next();
    } catch (error) {
      if (!(error instanceof AppError)) logger.error({ err: error }, 'a socket could not be checked');
      next(new Error(error instanceof AppError ? error.code : 'unavailable'));
    }
  };
}

/** Ends the socket when its token expires: the client comes again with a fresh one. */
export function endWhenExpired(socket: Socket, { expiresAt }: Visitor): void {
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
