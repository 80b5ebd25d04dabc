import { AppError, type Database } from '@townsquare/kit';
import type { Response } from 'express';
import type { Context } from '../../context.js';
import type { Account } from '../../identity/data/accounts.js';
import { countAttempt } from '../../identity/data/attempts.js';
import { downloadBudget } from '../../identity/domain/sign-in-budgets.js';
import { queueMail } from '../../mail/data/mails.js';
import { downloadName } from '../domain/download-text.js';
import { ownData } from '../reading/own-data.js';
import { PersonalFiles } from '../reading/personal-files.js';
import { sendZip } from './send-zip.js';

type Owner = Pick<Account, 'id' | 'username' | 'email' | 'credentialVersion'>;

/**
 * Sends everything that is stored about an account whose owner has been authenticated. Throws before the response begins
 * when a service is down or the rate limit is reached. A later failure cuts the file off.
 */
export function sendDownload(
  { database, logger, othersData, downloads, wakeMail }: Context,
  owner: Owner,
  response: Response,
  sessionId?: string,
): Promise<void> {
  const { id: userId, credentialVersion } = owner;
  return downloads.run(
    sessionId ? { userId, sessionId } : { userId, credentialVersion },
    async ({ signal, confirm }) => {
      const files = new PersonalFiles(ownData({ database }), othersData, owner);
      await files.tryAll();
      await noteDownload(database, owner);
      wakeMail();
      logger.info({ userId: owner.id }, 'a user downloads their data');
      response
        .set({
          'content-type': 'application/zip',
          'content-disposition': `attachment; filename="${downloadName(owner.username, new Date())}"`,
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        })
        .flushHeaders();
      await sendZip(confirmed(files.entries(), confirm), response, signal);
    },
  );
}

/** Counts a download and mails its owner; throws `too_many_requests` at the rate limit. */
function noteDownload(database: Database, { id, email }: Owner): Promise<void> {
  return database.transaction(async (tx) => {
    const wait = await countAttempt(tx, [downloadBudget(id)]);
    if (wait > 0) {
      const detail = `Too many downloads of your data; try again in ${wait} s.`;
      throw new AppError('too_many_requests', detail, undefined, { 'retry-after': String(wait) });
    }
    await queueMail(tx.manager, 'dataDownloaded', email, id);
  });
}

/** Yields the entries, then confirms that the download was still allowed at its end. */
async function* confirmed<Entry>(entries: AsyncIterable<Entry>, confirm: () => Promise<void>): AsyncGenerator<Entry> {
  yield* entries;
  await confirm();
}
