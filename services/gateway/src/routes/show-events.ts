import { asyncApiDocument, EVENTS, eventJsonSchema } from '@townsquare/contracts';
import { Router } from 'express';
import helmet from 'helmet';
import { EVENTS_STYLE, eventsPage } from '../docs/events-page.js';

/** The events as a page, as an AsyncAPI document, and as a JSON Schema of each. */
export function showEvents(): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const page = eventsPage(EVENTS);
  router.use(policy);
  router.get('/', (_request, response) => {
    response.type('html').send(page);
  });
  router.get('/style.css', (_request, response) => {
    response.type('css').send(EVENTS_STYLE);
  });
  router.get('/asyncapi.json', (_request, response) => {
    response.json(asyncApiDocument());
  });
  for (const event of EVENTS) {
    router.get(`/${event.topic}.json`, (_request, response) => {
      response.type('application/schema+json').send(JSON.stringify(eventJsonSchema(event)));
    });
  }
  return router;
}

const policy = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: { defaultSrc: ["'none'"], styleSrc: ["'self'"], baseUri: ["'none'"], frameAncestors: ["'none'"] },
});
