import type { Route } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { beginSecondFactor } from './begin-second-factor.js';
import { beginSignIn } from './begin-sign-in.js';
import { changeEmail } from './change-email.js';
import { changePassword } from './change-password.js';
import { confirmEmail } from './confirm-email.js';
import { confirmSecondFactor } from './confirm-second-factor.js';
import { deactivateMe } from './deactivate-me.js';
import { deleteMe } from './delete-me.js';
import { endOtherSessions } from './end-other-sessions.js';
import { endSecondFactor } from './end-second-factor.js';
import { endSession } from './end-session.js';
import { finishSignIn } from './finish-sign-in.js';
import { forgetPassword } from './forget-password.js';
import { getAccount } from './get-account.js';
import { getDeletion } from './get-deletion.js';
import { getEndedSessions } from './get-ended-sessions.js';
import { getKeys } from './get-keys.js';
import { getLiveSessions } from './get-live-sessions.js';
import { getMe } from './get-me.js';
import { linkIdentity } from './link-identity.js';
import { listIdentities } from './list-identities.js';
import { listProviders } from './list-providers.js';
import { listSessions } from './list-sessions.js';
import { logIn } from './log-in.js';
import { logInWithProvider } from './log-in-with-provider.js';
import { logOut } from './log-out.js';
import { refresh } from './refresh.js';
import { register } from './register.js';
import { renewRecoveryCodes } from './renew-recovery-codes.js';
import { resetPassword } from './reset-password.js';
import { sendVerification } from './send-verification.js';
import { unlinkIdentity } from './unlink-identity.js';
import { updateMe } from './update-me.js';
import { verifyEmail } from './verify-email.js';

/** Accounts, sessions, keys, and the ways to sign in. */
export function createRoutes(context: Context): Route[] {
  return [
    register(context),
    logIn(context),
    refresh(context),
    logOut(context),
    getMe(context),
    updateMe(context),
    changePassword(context),
    deactivateMe(context),
    deleteMe(context),
    listSessions(context),
    endSession(context),
    endOtherSessions(context),
    sendVerification(context),
    verifyEmail(context),
    forgetPassword(context),
    resetPassword(context),
    changeEmail(context),
    confirmEmail(context),
    beginSecondFactor(context),
    confirmSecondFactor(context),
    renewRecoveryCodes(context),
    endSecondFactor(context),
    listProviders(context),
    beginSignIn(context),
    finishSignIn(context),
    logInWithProvider(context),
    listIdentities(context),
    linkIdentity(context),
    unlinkIdentity(context),
    getDeletion(context),
    getKeys(context),
    getAccount(context),
    getEndedSessions(context),
    getLiveSessions(context),
  ];
}
