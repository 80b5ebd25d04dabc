import { AppError } from '@townsquare/kit';

/** Counts what is under way by name. What finds no place is refused at once: waiting would help nobody. */
export class Places {
  readonly #taken = new Map<string, number>();

  constructor(private readonly each: number) {}

  hasRoomFor(name: string): boolean {
    return (this.#taken.get(name) ?? 0) < this.each;
  }

  /** Takes a place, and answers what gives it back; throws `unavailable` when there is none. */
  take(name: string): () => void {
    if (!this.hasRoomFor(name)) throw new Overloaded();
    this.#taken.set(name, (this.#taken.get(name) ?? 0) + 1);
    return () => this.#taken.set(name, this.#taken.get(name)! - 1);
  }
}

/** More is asked than can be answered: what is refused now costs little, and what was taken is answered in time. */
export class Overloaded extends AppError {
  constructor() {
    const detail = 'More is asked just now than can be answered; try again in a second.';
    super('unavailable', detail, undefined, { 'retry-after': '1' });
  }
}
