import type { Random } from '@townsquare/demo/random';
import type { ProcessSpec, Session } from '@townsquare/launcher';
import type { Breaker } from '../faults/breaker.js';
import type { Load } from '../load/load.js';

/** What a scenario has at hand while people write. */
export interface Stage {
  session: Session;
  breaker: Breaker;
  load: Load;
  random: Random;
  /** Waits until this many more writes are acknowledged: between two faults the town is to work. */
  untilAcknowledged(more: number): Promise<void>;
  /** For the report, if there is more to tell than the faults. */
  figures: Record<string, string>;
  say(text: string): void;
}

/** A way in which things go wrong. */
export interface Scenario {
  name: string;
  /** A sentence for the report. */
  description: string;
  /** Changes how the town's processes are started; undone by the next scenario. */
  adapt?: (spec: ProcessSpec) => ProcessSpec;
  instances?: number;
  /** Prepares what must be there before the town is; answers what takes it away. */
  prepare?: (session: Session) => Promise<() => Promise<void>>;
  /** Makes the faults, while people write. */
  play(stage: Stage): Promise<void>;
}
