import type { Logger } from '@townsquare/kit';
import { type RequestHandler, Router } from 'express';
import { type FetchDocument, getDocument } from './get-document.js';
import { showDocs } from './show-docs.js';

/** What the gateway serves itself, besides the probes; `poll` handles requests to `/socket.io/` that are no upgrades. */
export function createRoutes(parts: { fetchDocument: FetchDocument; logger: Logger; poll: RequestHandler }): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.use('/docs', showDocs());
  router.all('/socket.io/', parts.poll);
  router.get('/openapi.json', getDocument(parts.fetchDocument, parts.logger));
  return router;
}
