import { dictionary } from '@zxcvbn-ts/language-common';

/** The 49,000 passwords that leaked most often, of which 18,000 are long enough to be accepted otherwise. In lower case. */
const COMMON = new Set(dictionary['passwords-common']);

/** Whether a password is one of the most common ones, in whatever case it is written. */
export function isCommonPassword(password: string): boolean {
  return COMMON.has(password.toLowerCase());
}
