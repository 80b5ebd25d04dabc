import { type Database, forbidden } from '@townsquare/kit';
import { queueMail } from '../../mail/data/mails.js';
import { findSecondFactor, useRecoveryCode, useStep } from '../data/second-factors.js';
import { isTotpCode, stepOf } from '../domain/second-factor.js';
import { codeBudget } from '../domain/sign-in-budgets.js';
import type { SecretBox } from '../keys/secret-box.js';
import { throttled } from './throttled.js';

/** The owner of a second factor. */
interface Owner {
  id: string;
  email: string;
}

/** Checks the codes of second factors. Each code is valid once. */
export class SecondFactors {
  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
  ) {}

  /** Encrypts a shared secret for storage. */
  seal(userId: string, secret: string): Buffer {
    return this.box.seal(secret, labelOf(userId));
  }

  /**
   * Checks a code of the app or a recovery code, and uses it up. Wrong codes are limited for each account. That cannot lock
   * out the owner, since a code is checked only after the right password.
   */
  check(owner: Owner, code: string): Promise<boolean> {
    const attempt = () => (isTotpCode(code) ? this.#checkApp(owner.id, code) : this.#checkRecovery(owner, code));
    return throttled(this.database, [codeBudget(owner.id)], attempt);
  }

  /** Throws `forbidden` unless a code is right. */
  async require(owner: Owner, code: string): Promise<void> {
    if (!(await this.check(owner, code))) throw forbidden('The code is wrong or has been used before.');
  }

  async #checkApp(userId: string, code: string): Promise<boolean> {
    const { manager } = this.database;
    const factor = await findSecondFactor(manager, userId);
    if (!factor) return false;
    const step = stepOf(this.box.open(factor.secret, labelOf(userId)), code, new Date());
    return step !== undefined && useStep(manager, userId, step);
  }

  #checkRecovery({ id, email }: Owner, code: string): Promise<boolean> {
    return this.database.transaction(async ({ manager }) => {
      const isGood = await useRecoveryCode(manager, id, code);
      if (isGood) await queueMail(manager, 'recoveryCodeUsed', email, id);
      return isGood;
    });
  }
}

function labelOf(userId: string): string {
  return `second factor of ${userId}`;
}
