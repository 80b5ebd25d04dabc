import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestHandler, Response } from 'express';
import expressStaticGzip from 'express-static-gzip';
import type { Target } from '../domain/target.js';
import { cacheControlOf, WEB_HEADERS, webContentOf } from '../domain/web-paths.js';

const PAGE = '/index.html';

const NOT_BUILT =
  'The web client is not built. Build it with `npm run build:web` (`npm start` does), then load this page again.\n' +
  'The API is described at /docs.\n';

/**
 * Serves the files of the web client, compressed as they were at its build, and its page at every path that is no file of it
 * and that programs do not use. What was built again is found without a restart.
 */
export function serveWeb(root: string): RequestHandler {
  let build: { files: RequestHandler; time: number } | undefined;
  const latest = async (): Promise<RequestHandler | undefined> => {
    const time = (await stat(join(root, PAGE)).catch(() => undefined))?.mtimeMs;
    if (time !== build?.time) build = time === undefined ? undefined : { files: filesIn(root), time };
    return build?.files;
  };
  return async (request, response, next) => {
    const { path } = response.locals.target as Target;
    const content = webContentOf(request.method, path, request.get('accept'));
    if (!content) return next();
    const files = await latest();
    if (!files && content === 'file') return next();
    if (!files) return void response.status(503).type('text').send(NOT_BUILT);
    const showPage: typeof next = (error) => {
      forgetCompression(response);
      if (error || content === 'file') return next(error);
      request.url = PAGE;
      files(request, response, next);
    };
    if (path === '/') showPage();
    else files(request, response, showPage);
  };
}

function filesIn(root: string): RequestHandler {
  return expressStaticGzip(root, {
    enableBrotli: true,
    orderPreference: ['br', 'gzip'],
    index: false,
    serveStatic: { redirect: false, setHeaders: (response, file) => setHeaders(response as Response, file, root) },
  });
}

function setHeaders(response: Response, file: string, root: string): void {
  response.locals.route = 'web';
  response.set(WEB_HEADERS);
  response.set('cache-control', cacheControlOf(file.slice(root.length)));
}

/** Removes what was set for a compressed file that is not there any more. */
function forgetCompression(response: Response): void {
  for (const header of ['content-encoding', 'content-type', 'vary']) response.removeHeader(header);
}
