import { AppError, type Logger } from '@townsquare/kit';
import type { RequestHandler } from 'express';
import { type ApiDocument, type MergedDocument, mergeDocuments, OWN_DOCUMENT } from '../domain/api-document.js';
import { PUBLIC_SERVICES } from '../domain/routing-table.js';

/** Fetches a service's OpenAPI document of its public routes. */
export type FetchDocument = (appId: string) => Promise<ApiDocument | null>;

const KEPT_MS = 60_000;

/** Serves one OpenAPI document of all services; 503 while one of them cannot be reached, since it would be incomplete. */
export function getDocument(fetchDocument: FetchDocument, logger: Logger): RequestHandler {
  let kept: { document: Promise<MergedDocument>; until: number } | undefined;
  return async (_request, response) => {
    if (!kept || kept.until < Date.now()) {
      kept = { document: collect(fetchDocument, logger), until: Date.now() + KEPT_MS };
    }
    const current = kept;
    response.locals.route = '/openapi.json';
    response.json(
      await current.document.catch((error) => {
        if (kept === current) kept = undefined;
        throw error;
      }),
    );
  };
}

async function collect(fetchDocument: FetchDocument, logger: Logger): Promise<MergedDocument> {
  const answers = await Promise.allSettled(PUBLIC_SERVICES.map(fetchDocument));
  const documents: Record<string, ApiDocument> = { gateway: OWN_DOCUMENT };
  const missing: string[] = [];
  for (const [index, service] of PUBLIC_SERVICES.entries()) {
    const answer = answers[index]!;
    if (answer.status === 'fulfilled' && answer.value) documents[service] = answer.value;
    else missing.push(service);
  }
  if (missing.length > 0) {
    const detail = `The document is incomplete: ${missing.join(', ')} cannot be reached. Try again.`;
    throw new AppError('unavailable', detail, undefined, { 'retry-after': '5' });
  }
  const { document, faults } = mergeDocuments(documents);
  for (const fault of faults) logger.error({ fault }, 'the API documents of the services contradict each other');
  return document;
}
