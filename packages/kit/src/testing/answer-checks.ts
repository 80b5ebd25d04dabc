import assert from 'node:assert/strict';
import type { Route } from '../http/route.js';

/**
 * Checks the responses of a service under test against the schemas of their routes. A response has every field that its schema
 * names, and no other. A mismatch fails the request, and the test file when it stops its service.
 */
export class AnswerChecks {
  readonly #mismatches: Error[] = [];

  /** Throws when an answer is not what its route's schema describes. */
  readonly check = (route: Route, answer: unknown): void => {
    try {
      requireAnswer(route, answer);
    } catch (error) {
      this.#mismatches.push(error as Error);
      throw error;
    }
  };

  /** Throws when any answer so far was a mismatch, with all of them in the message. */
  requireNone(): void {
    if (this.#mismatches.length === 0) return;
    const messages = new Set(this.#mismatches.map((error) => error.message));
    throw new Error(`Answers do not match the schemas of their routes:\n${[...messages].join('\n')}`);
  }
}

function requireAnswer(route: Route, answer: unknown): void {
  const name = `${route.method.toUpperCase()} ${route.path}`;
  if (route.answer === undefined || answer === undefined) {
    const isExpected = route.answer === undefined && answer === undefined;
    assert(
      isExpected,
      `${name}: ${answer === undefined ? 'has a schema and no answer' : 'has an answer and no schema'}`,
    );
    return;
  }
  const sent = JSON.parse(JSON.stringify(answer));
  const result = route.answer.safeParse(sent);
  assert(result.success, `${name}: ${result.error?.message}`);
  // Parsing drops the fields that the schema does not name, and adds those with a default that are not there.
  try {
    assert.deepEqual(sent, result.data);
  } catch (error) {
    throw new Error(`${name}: sent (+) is not what its schema describes (-): ${(error as Error).message}`);
  }
}
