import { Account, getAccount } from '@townsquare/contracts';
import type { DaprClient } from '@townsquare/kit';

/** The accounts behind profiles, as their owner knows them. */
export interface Accounts {
  /** The account, or undefined where there is none (any more). */
  find(userId: string): Promise<Account | undefined>;
}

/** The owner of accounts, called through the sidecars. */
export function accountsThroughSidecar(dapr: DaprClient): Accounts {
  return {
    async find(userId) {
      const answer = await dapr.invoke(getAccount.appId, 'GET', getAccount.path.replace('{userId}', userId));
      return answer === null ? undefined : Account.parse(answer);
    },
  };
}
