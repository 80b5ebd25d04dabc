import { expect, test } from '@jest/globals';
import express from 'express';
import supertest from 'supertest';
import { AppError, forbidden } from '../errors.js';
import type { Logger } from '../logger.js';
import { errorHandler } from './error-handler.js';

/** What is logged of a request that ends in this error. */
async function loggedOf(error: Error): Promise<{ level: string; fields: object; message: string }[]> {
  const lines: { level: string; fields: object; message: string }[] = [];
  const level = (name: string) => (fields: object, message: string) => lines.push({ level: name, fields, message });
  const app = express();
  app.get('/things/7', (_request, response) => {
    response.locals.callerId = '42';
    throw error;
  });
  app.use(errorHandler({ warn: level('warn'), error: level('error') } as unknown as Logger));
  await supertest(app).get('/things/7?secret=1');
  return lines;
}

test('a refused access is logged with the account, and without the query', async () => {
  const fields = { callerId: '42', method: 'GET', path: '/things/7' };
  expect(await loggedOf(forbidden('Not yours.'))).toEqual([{ level: 'warn', fields, message: 'access was refused' }]);
});

test('an error of the client is not logged, and an error of the service is logged with its cause', async () => {
  expect(await loggedOf(new AppError('not_found'))).toEqual([]);
  const fault = new Error('a bug');
  const [line] = await loggedOf(fault);
  expect(line).toMatchObject({ level: 'error', fields: { err: fault } });
});
