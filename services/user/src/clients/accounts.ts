import { Account, getAccount } from '@townsquare/contracts';
import type { DaprClient } from '@townsquare/kit';

/** The accounts behind profiles, which the auth service owns. */
export interface Accounts {
  /** The account; undefined when it does not exist, or does no more. */
  find(userId: string): Promise<Account | undefined>;
}

/** The accounts, read from the auth service through the sidecars. */
export function accountsThroughSidecar(dapr: DaprClient): Accounts {
  return {
    async find(userId) {
      const answer = await dapr.invoke(getAccount.appId, 'GET', getAccount.path.replace('{userId}', userId));
      return answer === null ? undefined : Account.parse(answer);
    },
  };
}
