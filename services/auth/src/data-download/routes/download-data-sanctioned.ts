import { ATTEMPTS } from '@townsquare/contracts';
import { addressKey, clientAddress, conflict, defineRoute, type Route } from '@townsquare/kit';
import type { Context } from '../../context.js';
import { authenticate, LogInForm, requireCode } from '../../identity/use-cases/begin-session.js';
import { sendDownload } from '../use-cases/send-download.js';

export function downloadDataSanctioned(context: Context): Route {
  return defineRoute({
    ...ATTEMPTS.downloadDataSanctioned,
    summary: 'Download everything that is stored about a suspended or banned account',
    description:
      'For owners who cannot sign in to use `/api/v1/auth/me/data-download`. Takes what a log-in takes, with the same rate limits.',
    tag: 'auth',
    access: 'public',
    wrongGuess: ['invalid_credentials'],
    body: LogInForm,
    produces: 'application/zip',
    errors: ['invalid_credentials', 'second_factor_required', 'conflict'],
    async handle({ body, request, response }) {
      const account = await authenticate(context, body, addressKey(clientAddress(request)));
      await requireCode(context, account, body.code);
      if (account.status !== 'banned')
        throw conflict('This account is neither suspended nor banned: sign in and download from there.');
      await sendDownload(context, account, response);
    },
  });
}
