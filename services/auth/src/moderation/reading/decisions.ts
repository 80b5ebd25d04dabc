import type { EntityManager } from 'typeorm';
import type { Mail } from '../../mail/data/mails.js';
import { findAppeal } from '../data/appeals.js';
import { findCase, findRemoval } from '../data/cases.js';
import { findSanction } from '../data/sanctions.js';
import { appealText } from '../domain/appeal-rules.js';
import { removalText, sanctionText } from '../domain/moderation-rules.js';

/**
 * Returns the text of the decision that a mail is about: undefined for a mail of another kind, null where the decision is
 * gone, such as a suspension that was lifted before the mail was sent.
 */
export async function decisionOf(
  manager: EntityManager,
  { kind, aboutId }: Mail,
  userId: string,
): Promise<string | undefined | null> {
  switch (kind) {
    case 'sanctioned': {
      const sanction = await findSanction(manager, userId);
      return sanction ? sanctionText(sanction) : null;
    }
    case 'contentRemoved': {
      const found = await findCase(manager, aboutId!);
      return found ? removalText(found) : null;
    }
    case 'appealDecided': {
      const appeal = await findAppeal(manager, aboutId!);
      if (!appeal) return null;
      const removal = appeal.kind === 'removal' ? await findRemoval(manager, userId, appeal.subjectId) : undefined;
      return appealText(appeal, removal?.content);
    }
    default:
      return undefined;
  }
}
