/** What people do. The names stand in the history; method and path say the same to who does not know them. */
export type WriteKind =
  | 'register'
  | 'logIn'
  | 'follow'
  | 'unfollow'
  | 'createPost'
  | 'editPost'
  | 'deletePost'
  | 'createComment'
  | 'editComment'
  | 'deleteComment'
  | 'react'
  | 'withdraw';

/** One request and what came of it: a line of a history. */
export interface Entry {
  /** The write that this is an attempt of; a repetition has the same number, key and body. */
  write: number;
  kind: WriteKind;
  /** The username of who sends it; the requests of one person go one after another. */
  person: string;
  sentAt: string;
  /** When the answer, or the error, was there. */
  answeredAt: string;
  method: string;
  path: string;
  /** The request's `Idempotency-Key`, where the API takes one. */
  key: string | null;
  body: unknown;
  /** Null when no answer came: the write may have happened, or happen yet. */
  status: number | null;
  answer: unknown;
  /** Why no answer came. */
  error: string | null;
}
