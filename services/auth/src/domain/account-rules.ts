import { z } from 'zod';
import { isCommonPassword } from './common-passwords.js';

export const MIN_PASSWORD_LENGTH = 8;
export const MAX_PASSWORD_LENGTH = 128;

/** A name to be addressed by. Kept in lower case, so that no two differ by case alone. */
export const Username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9_]{3,30}$/, 'must be 3 to 30 letters (a to z), digits or underscores');

export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email('must be an e-mail address'));

/** Length decides, not kinds of characters; what everybody tries first is refused. */
export const NewPassword = z
  .string()
  .min(MIN_PASSWORD_LENGTH, `must have at least ${MIN_PASSWORD_LENGTH} characters`)
  .max(MAX_PASSWORD_LENGTH, `must have at most ${MAX_PASSWORD_LENGTH} characters`)
  .refine((password) => !isCommonPassword(password), 'is one of the most common passwords');

/** A password as somebody types it to prove who they are: right or wrong, but never invalid. */
export const TypedPassword = z.string().min(1).max(MAX_PASSWORD_LENGTH);

export const FullName = z.string().trim().min(1, 'must not be empty').max(100);

/** A code of an authenticator app, or a recovery code. */
export const SecondFactorCode = z
  .string()
  .trim()
  .min(6)
  .max(64)
  .meta({ description: 'A code of the authenticator app, or a recovery code' });

/** A code that was sent by mail, as somebody gives it back. */
export const MailedToken = z.string().trim().min(1).max(100).meta({ description: 'The code in the mail' });
