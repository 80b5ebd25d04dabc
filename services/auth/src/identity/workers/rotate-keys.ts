import { type Logger, LoopWorker } from '@townsquare/kit';
import type { KeyRing } from '../keys/key-ring.js';

const PAUSE_MS = 10 * 60_000;

/** Makes the next signing key once the last one is a month old. */
export function createKeyRotation(keys: KeyRing, logger: Logger): LoopWorker {
  const step = async () => {
    await keys.rotateWhenDue();
    return false;
  };
  return new LoopWorker('key rotation', PAUSE_MS, step, logger);
}
