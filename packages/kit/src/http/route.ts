import type { AttemptKind } from '@townsquare/contracts';
import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import type { Caller, Role } from '../auth/caller.js';
import type { Database, Transaction } from '../database/database.js';
import type { ErrorCode } from '../errors.js';

/**
 * Who may call a route: anyone (`optional`: the handler gets the caller if there is a token), a signed-in user, a user
 * with one of these roles, or one of these services, through the sidecars.
 */
export type Access = 'public' | 'optional' | 'signedIn' | { roles: Role[] } | { services: string[] };

type CallerOf<A extends Access> = A extends 'public' | { services: string[] }
  ? null
  : A extends 'optional'
    ? Caller | null
    : Caller;

/** What a handler gets: the validated input, and the caller. */
export interface RouteInput<A extends Access, Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  caller: CallerOf<A>;
  /**
   * Runs a transaction once for the request's `Idempotency-Key`: a repeated request returns the result of the first, and
   * changes nothing. Without the header it is a plain transaction.
   */
  once<T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** The request itself, for uploads. */
  request: Request;
  /** The response itself, for what is not JSON. A handler that has sent it returns nothing. */
  response: Response;
}

/** Statuses that a handler may set itself, each with its meaning for the OpenAPI document. */
type OtherStatuses = Partial<Record<202 | 302, string>>;

/** What a handler returns: a value of the answer's schema; nothing without a schema, or when it sets another status. */
type Answer<R extends z.ZodType, Other> = Other extends undefined ? z.infer<R> : z.infer<R> | undefined;

/** One endpoint. Its schemas validate, give the types, and describe it in the OpenAPI document. */
export interface RouteDefinition<
  A extends Access,
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
  Other extends OtherStatuses | undefined,
> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As OpenAPI writes it: `/api/v1/posts/{postId}`. */
  path: string;
  summary: string;
  description?: string;
  tag: string;
  access: A;
  /** What a client without a session attempts here. A public route that changes something takes its path from `ATTEMPTS`. */
  attempt?: AttemptKind;
  /** The errors of a wrong guess (a password, a code): the gateway counts them against the client's address. */
  wrongGuess?: ErrorCode[];
  params?: P;
  query?: Q;
  body?: B;
  /** The status of success; 204 has no body, 302 redirects a browser. */
  status?: 200 | 201 | 202 | 204 | 302;
  /** The statuses, without a body, that the handler sets in some cases. */
  otherwise?: Other;
  /** The schema of the JSON that it responds with. The handler returns what this describes, and no field more. */
  answer?: R;
  /** The content types of a request and response that are not JSON, for the OpenAPI document. */
  consumes?: string;
  produces?: string;
  /** Errors beside those that follow from its access and input. */
  errors?: ErrorCode[];
  /** Whether it creates something, and so accepts an `Idempotency-Key`. */
  creates?: boolean;
  /** Handlers that run once access is granted, such as an upload parser. */
  before?: RequestHandler[];
  handle(input: RouteInput<A, z.infer<P>, z.infer<Q>, z.infer<B>>): Promise<Answer<R, Other>>;
}

/** A route without the types of its input and answer. */
export type Route = RouteDefinition<Access, z.ZodType, z.ZodType, z.ZodType, z.ZodType, OtherStatuses | undefined>;

/** Declares a route; the handler's types follow from its schemas. */
export function defineRoute<
  const A extends Access,
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  R extends z.ZodType = z.ZodVoid,
  Other extends OtherStatuses | undefined = undefined,
>(definition: RouteDefinition<A, P, Q, B, R, Other>): Route {
  return definition as unknown as Route;
}
