import type { Random } from '@townsquare/demo/random';
import type { ProcessSpec, Session } from '@townsquare/launcher';
import type { FaultInjector } from '../faults/fault-injector.js';
import type { LoadGenerator } from '../load/load-generator.js';

/** What a scenario has at hand while people write. */
export interface Stage {
  session: Session;
  injector: FaultInjector;
  load: LoadGenerator;
  random: Random;
  /** How many writes are to be acknowledged in all. */
  writes: number;
  /** Waits until this many more writes are acknowledged: between two faults the town is to work. */
  untilAcknowledged(more: number): Promise<void>;
  /** For the report, if there is more to tell than the faults. */
  figures: Record<string, string>;
  say(text: string): void;
}

/** What must be there before the town is. */
export interface Preparation {
  /** Changes how the town's processes are started. */
  adapt?: (spec: ProcessSpec) => ProcessSpec;
}

/** A way in which things go wrong. */
export interface Scenario {
  name: string;
  /** A sentence for the report. */
  description: string;
  /** How many of every service there are. */
  instances?: number;
  /** What takes away again what is made here goes into `cleaning`, and is called once the town has been stopped. */
  prepare?: (session: Session, random: Random, cleaning: (() => Promise<void>)[]) => Promise<Preparation>;
  /** Makes the faults, while people write. */
  play(stage: Stage): Promise<void>;
}
