import { ACCESS_TOKEN_SECONDS } from '@townsquare/contracts';
import type { z } from 'zod';
import type { Context } from '../../context.js';
import type { Account } from '../data/accounts.js';
import { rolesInTokens } from '../domain/access-token-rule.js';
import type { TokensView } from '../views/account-views.js';

/** The answer to a log-in or a refresh: a new access token beside a refresh token that has been kept already. */
export async function issueTokens(
  { accessTokens, staffNeedsSecondFactor }: Context,
  account: Account,
  sessionId: string,
  refreshToken: string,
): Promise<z.infer<typeof TokensView>> {
  const userId = account.id;
  const roles = rolesInTokens(account, staffNeedsSecondFactor);
  const accessToken = await accessTokens.issue({ userId, roles, sessionId });
  return { accessToken, tokenType: 'Bearer', expiresIn: ACCESS_TOKEN_SECONDS, refreshToken, userId };
}
