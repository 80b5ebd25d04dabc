import type { AttemptKind } from '@townsquare/contracts';
import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import type { Caller, Role } from '../auth/caller.js';
import type { Database, Transaction } from '../database/database.js';
import type { ErrorCode } from '../errors.js';

/**
 * Who may call a route: anyone; anyone, who is known if a token comes along; whoever is signed in; whoever has one of
 * these roles; or another service, through the sidecars.
 */
export type Access = 'public' | 'optional' | 'signedIn' | { roles: Role[] } | { services: string[] };

type CallerOf<A extends Access> = A extends 'public' | { services: string[] }
  ? null
  : A extends 'optional'
    ? Caller | null
    : Caller;

/** What a handler gets: input that is valid, and who is asking. */
export interface RouteInput<A extends Access, Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  caller: CallerOf<A>;
  /**
   * A transaction that is run once for the request's `Idempotency-Key`: a repetition of the request is answered with
   * what the first one answered, and changes nothing. Without the header it is a plain transaction.
   */
  once<T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** The request itself, for uploads. */
  request: Request;
  /** The response itself, for answers that are not JSON. A handler that has answered returns nothing. */
  response: Response;
}

/** What a handler sets in place of the usual status: each status with what it means, for the OpenAPI document. */
type OtherStatuses = Partial<Record<202 | 302, string>>;

/** What a handler returns: what the schema of the answer describes; nothing without one, or where it sets another status. */
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
  /** What whoever is not signed in tries here; a public route that changes something has its address from `ATTEMPTS`. */
  attempt?: AttemptKind;
  /** The errors that say that what was guessed is wrong: the gateway counts them against the client's address. */
  wrongGuess?: ErrorCode[];
  params?: P;
  query?: Q;
  body?: B;
  /** The status of success; 204 answers no body, 302 leads a browser elsewhere. */
  status?: 200 | 201 | 202 | 204 | 302;
  /** The statuses, without a body, that the handler sets in some cases. */
  otherwise?: Other;
  /** The schema of the JSON that it responds with. The handler returns what this describes, and no field more. */
  answer?: R;
  /** For what is not JSON: the types that are accepted and answered, for the OpenAPI document. */
  consumes?: string;
  produces?: string;
  /** Errors of its own, beside those that follow from its access and input. */
  errors?: ErrorCode[];
  /** Whether it creates something, and so takes an `Idempotency-Key`. */
  creates?: boolean;
  /** Handlers that run once access is granted, such as an upload parser. */
  before?: RequestHandler[];
  handle(input: RouteInput<A, z.infer<P>, z.infer<Q>, z.infer<B>>): Promise<Answer<R, Other>>;
}

/** A route whose types are no longer of interest. */
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
