import type { Route } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { downloadData } from '../../data-download/routes/download-data.js';
import { downloadDataKeptOut } from '../../data-download/routes/download-data-sanctioned.js';
import { banAccount } from '../../moderation/routes/ban-account.js';
import { getStanding } from '../../moderation/routes/get-standing.js';
import { giveRole } from '../../moderation/routes/grant-role.js';
import { moderationRoutes } from '../../moderation/routes/index.js';
import { letIn } from '../../moderation/routes/lift-sanction.js';
import { listAuditLog } from '../../moderation/routes/list-audit-log.js';
import { takeRole } from '../../moderation/routes/revoke-role.js';
import { suspendAccount } from '../../moderation/routes/suspend-account.js';
import { beginSecondFactor } from './begin-second-factor.js';
import { beginSignIn } from './begin-sign-in.js';
import { changeEmail } from './change-email.js';
import { changePassword } from './change-password.js';
import { confirmEmail } from './confirm-email.js';
import { confirmOwnSecondFactor } from './confirm-second-factor.js';
import { deleteMe } from './delete-me.js';
import { endOtherSessions } from './end-other-sessions.js';
import { endSecondFactor } from './end-second-factor.js';
import { endOneSession } from './end-session.js';
import { finishSignIn } from './finish-sign-in.js';
import { forgetPassword } from './forget-password.js';
import { getAccount } from './get-account.js';
import { getDeletion } from './get-deletion.js';
import { getEndedSessions } from './get-ended-sessions.js';
import { getKeys } from './get-keys.js';
import { getMe } from './get-me.js';
import { linkIdentity } from './link-identity.js';
import { listOwnIdentities } from './list-identities.js';
import { listProviders } from './list-providers.js';
import { listOwnSessions } from './list-sessions.js';
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
import { verifyOwnEmail } from './verify-email.js';

export function authRoutes(context: Context): Route[] {
  return [
    register(context),
    logIn(context),
    refresh(context),
    logOut(context),
    getMe(context),
    updateMe(context),
    changePassword(context),
    deleteMe(context),
    downloadData(context),
    downloadDataKeptOut(context),
    listOwnSessions(context),
    endOneSession(context),
    endOtherSessions(context),
    sendVerification(context),
    verifyOwnEmail(context),
    forgetPassword(context),
    resetPassword(context),
    changeEmail(context),
    confirmEmail(context),
    beginSecondFactor(context),
    confirmOwnSecondFactor(context),
    renewRecoveryCodes(context),
    endSecondFactor(context),
    listProviders(context),
    beginSignIn(context),
    finishSignIn(context),
    logInWithProvider(context),
    listOwnIdentities(context),
    linkIdentity(context),
    unlinkIdentity(context),
    getStanding(context),
    giveRole(context),
    takeRole(context),
    suspendAccount(context),
    banAccount(context),
    letIn(context),
    listAuditLog(context),
    ...moderationRoutes(context),
    getDeletion(context),
    getKeys(context),
    getAccount(context),
    getEndedSessions(context),
  ];
}
