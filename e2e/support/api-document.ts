import { describeRoutes, type Route } from '@townsquare/kit';
import { moduleOf, routesOf, servicesWithRoutes } from './service-routes.js';

/** The document that the gateway serves at `/openapi.json`, made from the services' code without a running town. */
export async function apiDocument(): Promise<object> {
  const { mergeDocuments, OWN_DOCUMENT } = await moduleOf('gateway', 'domain/api-document');
  const documents: Record<string, object> = {};
  for (const service of servicesWithRoutes)
    documents[service] = describeRoutes(service, (await routesOf(service)) as Route[]);
  return mergeDocuments({ gateway: OWN_DOCUMENT, ...documents }).document;
}
