import type { ProfileStatus } from '@townsquare/contracts';
import { AppError, forbidden, invalidField } from '@townsquare/kit';
import { mayMeetOther } from '@townsquare/projections';

/** How a viewer stands to another person, whose profile exists. */
export interface Standing {
  /** The status of the other. */
  status: ProfileStatus;
  /** The other's account is private. */
  isPrivate: boolean;
  /** The other's account is deleted. */
  gone: boolean;
  /** One of the two has blocked the other. */
  blocked: boolean;
  following: boolean;
  /** The viewer has asked to follow the other, who has not answered. */
  requested: boolean;
  followedBy: boolean;
  muting: boolean;
}

/** Whether the other is visible to the viewer, by the rule of all services. */
export function isVisible(standing: Standing): boolean {
  return mayMeetOther(standing.gone ? undefined : standing, standing);
}

/** Whether the viewer can block the other. A block by the other does not count: the response must not reveal it. */
export function canBlock(standing: Standing): boolean {
  return !standing.gone;
}

/** Throws `invalid_request` when the caller is the user to follow, block, mute or dismiss. */
export function refuseSelf(action: 'follow' | 'block' | 'mute' | 'dismiss', callerId: string, userId: string): void {
  if (callerId === userId) throw invalidField('userId', `you cannot ${action} yourself`);
}

/** What decides whether an account may write. */
interface AccountState {
  gone: boolean;
  status: ProfileStatus;
}

/** Whether an account may write. */
export function mayWrite({ gone, status }: AccountState): boolean {
  return !gone && status !== 'banned';
}

/** Throws unless the account may write. Its access token is valid for some minutes after a ban or deletion. */
export function requireActive(account: AccountState): void {
  if (account.gone) throw new AppError('unauthenticated', 'This account has been deleted.');
  if (account.status === 'banned') throw forbidden('This account is banned.');
}
