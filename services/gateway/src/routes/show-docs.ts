import { Router } from 'express';
import helmet from 'helmet';
import swaggerUi from 'swagger-ui-express';
import type { Target } from '../domain/target.js';
import { showEvents } from './show-events.js';

/** A page to read and try the API. It loads everything from the gateway, so it works without the internet. */
export function showDocs(): Router {
  const router = Router({ caseSensitive: true, strict: true });
  // Addresses are relative: through the sidecar, the page has a longer path.
  const page = swaggerUi.setup(undefined, { swaggerUrl: '../openapi.json', customSiteTitle: 'Townsquare API' });
  router.use('/events', showEvents());
  router.use(policy);
  router.get('/', (_request, response) => {
    const { path } = response.locals.target as Target;
    response.redirect(302, path.endsWith('/') ? 'index.html' : 'docs/index.html');
  });
  router.get('/index.html', page);
  router.use(swaggerUi.serve);
  return router;
}

/** Scripts come from the gateway alone; Swagger UI has inline styles and icons. */
const policy = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
});
