import { expect, test } from '@jest/globals';
import { asyncApiDocument, EVENTS } from '@townsquare/contracts';
import supertest from 'supertest';
import type { ApiDocument } from '../src/domain/api-document.js';
import { PUBLIC_SERVICES } from '../src/domain/routing-table.js';
import { GatewayUnderTest } from './gateway-under-test.js';

const documentOf = async (appId: string): Promise<ApiDocument> => ({
  paths: { [`/api/v1/${appId}`]: { get: { tags: [appId] } } },
});

test('one document describes the routes of every service and the gateway, and is asked for once a minute', async () => {
  const asked: string[] = [];
  const gateway = await GatewayUnderTest.start({
    fetchDocument: (appId) => {
      asked.push(appId);
      return documentOf(appId);
    },
  });
  await supertest(gateway.url).get('/openapi.json');
  const { body, status } = await supertest(gateway.url).get('/openapi.json');
  expect(status).toBe(200);
  expect(body.openapi).toBe('3.1.0');
  expect(Object.keys(body.paths)).toEqual(
    [...PUBLIC_SERVICES.map((id) => `/api/v1/${id}`), '/healthz', '/openapi.json', '/readyz'].sort(),
  );
  expect(asked).toEqual([...PUBLIC_SERVICES]);
  await gateway.stop();
});

test('while a service is away there is no document, and the answer names it', async () => {
  let away = true;
  const gateway = await GatewayUnderTest.start({
    fetchDocument: (appId) => (away && appId === 'feed' ? Promise.reject(new Error('away')) : documentOf(appId)),
  });
  const response = await supertest(gateway.url).get('/openapi.json');
  expect(response.status).toBe(503);
  expect(response.body).toMatchObject({ code: 'unavailable', detail: expect.stringContaining('feed') });
  expect(response.headers['retry-after']).toBe('5');
  away = false;
  expect((await supertest(gateway.url).get('/openapi.json')).status).toBe(200);
  await gateway.stop();
});

test('the page of the documentation loads everything from here', async () => {
  const gateway = await GatewayUnderTest.start();
  const client = supertest(gateway.url);
  expect((await client.get('/docs')).headers.location).toBe('docs/index.html');
  expect((await client.get('/docs?from=/')).headers.location).toBe('docs/index.html');
  expect((await client.get('/docs/')).headers.location).toBe('index.html');
  const page = await client.get('/docs/index.html');
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).toContain("script-src 'self'");
  const sources = [...page.text.matchAll(/(?:src|href)=["']([^"']+)["']/g)].map((match) => match[1]!);
  expect(sources).toContain('./swagger-ui-bundle.js');
  for (const source of sources) {
    expect(source).toMatch(/^\.\//);
    expect((await client.get(`/docs/${source.slice(2)}`)).status).toBe(200);
  }
  expect((await client.get('/docs/swagger-ui-init.js')).text).toContain('../openapi.json');
  await gateway.stop();
});

test('the events are described for people and for programs, without scripts', async () => {
  const gateway = await GatewayUnderTest.start();
  const client = supertest(gateway.url);
  const page = await client.get('/docs/events');
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).not.toContain('script-src');
  expect(page.text).toContain('<code>data</code>');
  for (const { topic } of EVENTS) expect(page.text).toContain(`id="${topic}"`);
  const links = [...page.text.matchAll(/href="(events\/[^"]+)"/g)].map((match) => match[1]!);
  expect(links).toContain('events/asyncapi.json');
  for (const link of links) expect((await client.get(`/docs/${link}`)).status).toBe(200);
  expect((await client.get('/docs/events/asyncapi.json')).body).toEqual(asyncApiDocument());
  const schema = await client.get('/docs/events/post.created.json');
  expect(schema.headers['content-type']).toContain('application/schema+json');
  await gateway.stop();
});
