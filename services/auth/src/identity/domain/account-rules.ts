import { writtenName } from '@townsquare/text';
import { z } from 'zod';
import { canonicalEmail, isCanonicalDomain } from './email-addresses.js';
import { isCommonPassword, MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './passwords.js';

/** A username, in lower case, so that no two differ by case alone. */
export const Username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9_]{3,30}$/, 'must be 3 to 30 letters (a to z), digits or underscores');

/** Zod's default pattern, with top-level domains in their ASCII form (`xn--p1ai`) and in lower case only. */
const ADDRESS =
  /^(?!\.)(?!.*\.\.)[a-z0-9_'+\-.]*[a-z0-9_+-]@(?:[a-z0-9][a-z0-9-]*\.)+(?:[a-z]{2,}|xn--[a-z0-9-]*[a-z0-9])$/;

/** An e-mail address, made canonical: see `canonicalEmail`. Its domain may be internationalised, in either form. */
export const Email = z
  .string()
  .trim()
  .max(254)
  .transform(canonicalEmail)
  .pipe(
    z
      .email({ pattern: ADDRESS, error: 'must be an e-mail address' })
      .max(254)
      .refine((email) => isCanonicalDomain(email.slice(email.lastIndexOf('@') + 1)), 'must be an e-mail address'),
  )
  .meta({ description: 'An e-mail address. Its domain may be internationalised, in Unicode or in its ASCII form' });

/** A new password: long enough and not a common one. No rules about kinds of characters. */
export const NewPassword = z
  .string()
  .min(MIN_PASSWORD_LENGTH, `must have at least ${MIN_PASSWORD_LENGTH} characters`)
  .max(MAX_PASSWORD_LENGTH, `must have at most ${MAX_PASSWORD_LENGTH} characters`)
  .refine((password) => !isCommonPassword(password), 'is one of the most common passwords');

/** A password that is checked against the stored one: right or wrong, but never invalid. */
export const TypedPassword = z.string().min(1).max(MAX_PASSWORD_LENGTH);

/** The password of the caller's account, which an account that signs in with a provider may not have. */
export const OwnPassword = TypedPassword.optional().meta({
  description:
    'The password of the account. An account without one needs a sign-in within the last ten minutes instead',
});

export const MAX_NAME_LENGTH = 100;

/** The display name of an account. */
export const FullName = writtenName().min(1, 'must not be empty').max(MAX_NAME_LENGTH);

/** A code of an authenticator app, or a recovery code. */
export const SecondFactorCode = z
  .string()
  .trim()
  .min(6)
  .max(64)
  .meta({ description: 'A code of the authenticator app, or a recovery code' });

/** The secret that a client keeps during a sign-in at a provider (RFC 7636). */
const CodeVerifier = z
  .string()
  .regex(/^[\w.~-]{43,128}$/, 'must be 43 to 128 letters, digits, -, ., _ or ~')
  .meta({ description: 'The verifier that the code challenge was made from' });

export const CodeChallenge = z
  .string()
  .regex(/^[\w-]{43}$/, 'must be the SHA-256 digest of the verifier, in base64url')
  .meta({ description: 'The SHA-256 digest, in base64url, of a verifier that the client keeps secret' });

/** The result of a sign-in at a provider, as the client that began it exchanges it. */
export const ProviderCode = z.object({
  code: z.string().trim().min(1).max(100).meta({ description: 'The code that the browser was redirected with' }),
  codeVerifier: CodeVerifier,
});

/** A code that was sent by mail. */
export const MailedToken = z.string().trim().min(1).max(100).meta({ description: 'The code from the mail' });
