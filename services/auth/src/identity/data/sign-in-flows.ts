import { randomBytes } from 'node:crypto';
import { AppError } from '@townsquare/kit';
import type { EntityManager } from 'typeorm';
import { challengeOf, FLOW_SECONDS, PROOF_SECONDS, type ProvenIdentity, type ProviderId } from '../domain/providers.js';
import { tokenHash } from './sessions.js';

/** A sign-in at a provider that a browser has begun. */
export interface Flow {
  provider: ProviderId;
  /** The code challenge of the client that began it, which alone can exchange the result. */
  challenge: string;
  /** Where the browser is redirected at the end; null to show the code. */
  returnTo: string | null;
}

const newSecret = () => randomBytes(32).toString('base64url');

/** Begins a flow in the browser with this cookie and returns its state; only digests of both are stored. */
export async function insertFlow(manager: EntityManager, cookie: string, flow: Flow): Promise<string> {
  const state = newSecret();
  await manager.query(
    `INSERT INTO sign_in_flows (state_hash, browser_hash, provider, challenge, return_to, expires_at)
     VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3) + INTERVAL ? SECOND)`,
    [tokenHash(state), tokenHash(cookie), flow.provider, flow.challenge, flow.returnTo, FLOW_SECONDS],
  );
  return state;
}

/** Returns the pending flow with this state, at this provider and in the browser with this cookie. */
export async function findFlow(
  manager: EntityManager,
  provider: ProviderId,
  state: string,
  cookie: string,
): Promise<Flow | undefined> {
  const [row] = await manager.query(
    `SELECT provider, challenge, return_to AS returnTo FROM sign_in_flows
     WHERE state_hash = ? AND browser_hash = ? AND provider = ? AND expires_at > UTC_TIMESTAMP(3)`,
    [tokenHash(state), tokenHash(cookie), provider],
  );
  return row;
}

/** Ends a flow; returns false when it has already ended. */
export async function endFlow(manager: EntityManager, state: string): Promise<boolean> {
  const { affectedRows } = await manager.query('DELETE FROM sign_in_flows WHERE state_hash = ?', [tokenHash(state)]);
  return affectedRows === 1;
}

/** Stores an identity that a provider has asserted, and returns the code that stands for it. */
export async function insertProof(
  manager: EntityManager,
  challenge: string,
  { provider, subject, name, email, emailVerified }: ProvenIdentity,
): Promise<string> {
  const code = newSecret();
  await manager.query(
    `INSERT INTO sign_in_proofs (code_hash, challenge, provider, subject, name, email, email_verified, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3) + INTERVAL ? SECOND)`,
    [tokenHash(code), challenge, provider, subject, name, email, emailVerified, PROOF_SECONDS],
  );
  return code;
}

/** Returns the identity that a code stands for; throws `invalid_token` unless the code is valid and the verifier fits. */
export async function readProof(manager: EntityManager, code: string, verifier: string): Promise<ProvenIdentity> {
  const [row] = await manager.query(
    `SELECT provider, subject, name, email, email_verified AS emailVerified FROM sign_in_proofs
     WHERE code_hash = ? AND challenge = ? AND expires_at > UTC_TIMESTAMP(3)`,
    [tokenHash(code), challengeOf(verifier)],
  );
  if (!row) throw new AppError('invalid_token');
  return { ...row, emailVerified: Boolean(row.emailVerified) };
}

/** Uses up a code; throws `invalid_token` when it was used before. */
export async function useProof(manager: EntityManager, code: string): Promise<void> {
  const { affectedRows } = await manager.query('DELETE FROM sign_in_proofs WHERE code_hash = ?', [tokenHash(code)]);
  if (affectedRows !== 1) throw new AppError('invalid_token');
}
