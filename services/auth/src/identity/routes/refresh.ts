import { ATTEMPTS } from '@townsquare/contracts';
import { AppError, defineRoute, type Route, type Transaction } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { type Account, findAccount } from '../data/accounts.js';
import { deleteSession, insertRefreshToken, lockRefreshToken, lockSession, markUsed } from '../data/sessions.js';
import { refreshBudget } from '../domain/sign-in-budgets.js';
import { judgeRefresh } from '../domain/token-rules.js';
import { issueTokens } from '../use-cases/begin-session.js';
import { charge } from '../use-cases/throttled.js';
import {
  clearRefreshCookie,
  type IssuedTokens,
  RefreshTokenForm,
  refreshTokenOf,
  tokenDelivery,
} from '../use-cases/token-delivery.js';
import { TokensView } from '../views/account-views.js';

interface Renewed {
  account: Account;
  sessionId: string;
  next: IssuedTokens['refresh'];
}

export function refresh(context: Context): Route {
  const { database, logger } = context;
  return defineRoute({
    ...ATTEMPTS.refresh,
    summary: 'Exchange a refresh token for new tokens',
    description:
      'Each refresh token is valid for one exchange. Using it again more than ten seconds after its first use ends the ' +
      'session, since two parties hold the token. At most thirty exchanges a minute for each session.',
    tag: 'auth',
    access: 'public',
    wrongGuess: ['unauthenticated'],
    body: RefreshTokenForm,
    answer: TokensView,
    errors: ['unauthenticated', 'no_session', 'forbidden'],
    async handle({ body, request, response }) {
      const token = refreshTokenOf(context, body, request);
      if (!token) throw new AppError('no_session');
      const deliver = tokenDelivery(context, body.tokenDelivery, { request, response });
      // The transaction may end the session and has to commit, so the error is thrown after it.
      const result = await database.transaction((tx) => exchange(tx, token));
      if (typeof result === 'string') {
        if (result === 'reused') logger.warn('a refresh token was used again; its session has ended');
        // The browser would send it again with every page that it opens.
        if (body.tokenDelivery === 'cookie') clearRefreshCookie(context, { request, response });
        throw new AppError('unauthenticated', 'The refresh token is not valid: log in again.');
      }
      return deliver(await issueTokens(context, result.account, result.sessionId, result.next));
    },
  });
}

async function exchange(tx: Transaction, refreshToken: string): Promise<Renewed | 'refused' | 'reused'> {
  const { manager } = tx;
  const token = await lockRefreshToken(manager, refreshToken);
  const verdict = judgeRefresh(token, new Date());
  if (!token || verdict === 'refuse') return 'refused';
  const { userId, sessionId } = token;
  const account = verdict === 'exchange' ? await findAccount(manager, { id: userId, status: 'active' }) : null;
  if (!account) {
    await deleteSession(manager, sessionId);
    return verdict === 'endSession' ? 'reused' : 'refused';
  }
  // A token that was made while the session ended must not outlive it.
  const session = await lockSession(manager, sessionId);
  if (!session) return 'refused';
  await charge(tx, [refreshBudget(sessionId)], 'Too many refreshes of this session');
  await markUsed(manager, token, session.createdAt);
  const next = await insertRefreshToken(manager, userId, sessionId, session.createdAt);
  return { account, sessionId, next };
}
