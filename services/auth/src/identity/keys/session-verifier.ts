import { AppError, type Caller, type Database, type TokenVerifier } from '@townsquare/kit';
import { findSession } from '../data/sessions.js';

/** Checks that the session of an access token goes on: the service that owns the sessions knows it at once. */
export class SessionVerifier implements TokenVerifier {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly database: Database,
  ) {}

  async verify(token: string): Promise<Caller> {
    const caller = await this.tokens.verify(token);
    if (await findSession(this.database.manager, caller.userId, caller.sessionId)) return caller;
    throw new AppError('unauthenticated', 'The session has ended: log in again.');
  }
}
