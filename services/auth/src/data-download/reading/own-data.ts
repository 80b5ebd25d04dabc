import { type Position, personalFew, personalList, type ReadPersonalData } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { findAccount } from '../../identity/data/accounts.js';
import { findNewEmail } from '../../identity/data/email-changes.js';
import type { SessionEntity } from '../../identity/data/entities.js';
import { findIdentities } from '../../identity/data/identities.js';
import { findSessions } from '../../identity/data/sessions.js';
import { shownEmail } from '../../identity/domain/email-addresses.js';
import { toAccountView, toSessionView } from '../../identity/views/account-views.js';
import { type Appeal, listOwnAppeals } from '../../moderation/data/appeals.js';
import { findOwnReports } from '../../moderation/data/reports.js';
import { listSanctions, type Sanction } from '../../moderation/data/sanctions.js';
import { removalsOf } from '../../moderation/reading/removals.js';
import { toOwnAppealView } from '../../moderation/views/appeal-views.js';
import { toReportView } from '../../moderation/views/report-views.js';
import { toSanctionView } from '../../moderation/views/sanction-views.js';
import type { OwnKind } from '../domain/download-text.js';

/** Reads what auth holds of a person, without the moderators who decided about them. */
export function ownData({ database: { manager } }: Pick<Context, 'database'>): Record<OwnKind, ReadPersonalData> {
  return {
    account: personalFew(async (userId) => {
      const account = await findAccount(manager, { id: userId });
      if (!account) return [];
      const newEmail = await findNewEmail(manager, userId);
      const shown = newEmail === undefined ? null : shownEmail(newEmail);
      const { oauthProvider: openedWith, oauthId: openedWithId, deactivatedAt } = account;
      return [{ ...toAccountView(account), newEmail: shown, openedWith, openedWithId, deactivatedAt }];
    }),
    sessions: personalList(
      'personal sessions',
      (userId, after, limit) => findSessions(manager, userId, after, limit),
      toPersonalSession,
    ),
    identities: personalFew(async (userId) =>
      (await findIdentities(manager, userId)).map(({ createdAt: linkedAt, ...identity }) => ({
        ...identity,
        linkedAt,
      })),
    ),
    sanctions: personalList(
      'personal sanctions',
      (userId, after, limit) => listSanctions(manager, userId, limit, after),
      toPersonalSanction,
    ),
    reports: personalList(
      'personal reports',
      (userId, after, limit) => findOwnReports(manager, userId, after, limit),
      toReportView,
    ),
    removals: (userId, request) => removalsOf(manager, userId, request),
    appeals: personalList(
      'personal appeals',
      (userId, after, limit) => listOwnAppeals(manager, userId, after, limit),
      toPersonalAppeal,
    ),
  };
}

function toPersonalSession(session: SessionEntity): object {
  const { current: _current, ...view } = toSessionView(session, '');
  return view;
}

function toPersonalSanction(sanction: Sanction & Position): object {
  const { imposedBy: _moderator, ...view } = toSanctionView(sanction);
  return view;
}

function toPersonalAppeal(appeal: Appeal): object {
  return { ...toOwnAppealView(appeal), kind: appeal.kind, text: appeal.text };
}
