import type { ProfileStatus } from '@townsquare/contracts';
import { AppError, forbidden, invalidField } from '@townsquare/kit';
import { mayMeetOther } from '@townsquare/projections';

/** How one person stands to another, whose profile exists. */
export interface Standing {
  /** The other's. */
  status: ProfileStatus;
  /** The other's account is private. */
  isPrivate: boolean;
  /** The other's account is gone. */
  gone: boolean;
  /** A block stands between the two, whoever made it. */
  blocked: boolean;
  following: boolean;
  /** The one has asked to follow the other, who has not answered. */
  requested: boolean;
  followedBy: boolean;
  muting: boolean;
}

/** Whether the other exists for the one, by the rule of all services. */
export function isVisible(standing: Standing): boolean {
  return mayMeetOther(standing.gone ? undefined : standing, standing);
}

/** Somebody who has blocked the caller can be blocked in turn: the answer must not tell that they have. */
export function canBlock(standing: Standing): boolean {
  return !standing.gone;
}

/** Throws `invalid_request` when somebody would follow, block or mute themselves. */
export function refuseSelf(action: 'follow' | 'block' | 'mute', callerId: string, userId: string): void {
  if (callerId === userId) throw invalidField('userId', `you cannot ${action} yourself`);
}

/** What keeps somebody from writing. */
interface AccountState {
  gone: boolean;
  status: ProfileStatus;
}

/** Whether an account may still write. */
export function mayWrite({ gone, status }: AccountState): boolean {
  return !gone && status !== 'banned';
}

/** Throws unless this account may still write: a token outlives its account by some minutes. */
export function requireActive(account: AccountState): void {
  if (account.gone) throw new AppError('unauthenticated', 'This account has been deleted.');
  if (account.status === 'banned') throw forbidden('This account is banned.');
}
