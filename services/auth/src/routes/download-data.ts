import { AppError, type Database, defineRoute, type Route } from '@townsquare/kit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { countAttempt } from '../data/attempts.js';
import { queueMail } from '../data/mails.js';
import { OwnPassword, SecondFactorCode } from '../domain/account-rules.js';
import { downloadName } from '../domain/download-text.js';
import { downloadBudget } from '../domain/sign-in-budgets.js';
import { ownData } from '../download/own-data.js';
import { PersonalFiles } from '../download/personal-files.js';
import { sendZip } from '../download/send-zip.js';
import { requireProof } from './require-account.js';

export function downloadData(context: Context): Route {
  const { database, othersData, downloads, wakeMail } = context;
  const own = ownData(context);
  return defineRoute({
    method: 'post',
    path: '/api/v1/auth/me/data-download',
    summary: "Download all that is kept of the caller's account",
    description:
      'A ZIP file with what all services hold, in JSON, and the images. It is made while it is sent and kept nowhere; one ' +
      'that was cut off cannot be opened. An account has one download at a time, and five an hour. Its owner is told by mail.',
    tag: 'auth',
    access: 'signedIn',
    body: z.strictObject({ password: OwnPassword, code: SecondFactorCode.optional() }),
    produces: 'application/zip',
    errors: ['forbidden', 'conflict'],
    async handle({ caller, body, request, response }) {
      const { id, username, email } = await requireProof(context, { caller, request }, body);
      await downloads.run(id, async ({ signal, confirm }) => {
        const files = new PersonalFiles(own, othersData, { id, username });
        await files.tryAll();
        await noteDownload(database, { id, email });
        wakeMail();
        response
          .set({
            'content-type': 'application/zip',
            'content-disposition': `attachment; filename="${downloadName(username, new Date())}"`,
            'cache-control': 'no-store',
            'x-content-type-options': 'nosniff',
          })
          .flushHeaders();
        await sendZip(confirmed(files.entries(), confirm), response, signal);
      });
    },
  });
}

/** Counts a download and has its owner told of it; throws `too_many_requests` when there were enough. */
function noteDownload(database: Database, { id, email }: { id: string; email: string }): Promise<void> {
  return database.transaction(async (tx) => {
    const wait = await countAttempt(tx, [downloadBudget(id)]);
    if (wait > 0) {
      const detail = `You have downloaded your data often enough; try again in ${wait} s.`;
      throw new AppError('too_many_requests', detail, undefined, { 'retry-after': String(wait) });
    }
    await queueMail(tx.manager, 'dataDownloaded', email, id);
  });
}

/** The same, and then a last look at whether they were whole. */
async function* confirmed<Entry>(entries: AsyncIterable<Entry>, confirm: () => Promise<void>): AsyncGenerator<Entry> {
  yield* entries;
  await confirm();
}
