// One native timer for all requests of a transport. A request moves its deadline by writing a number; the timer only
// learns of deadlines earlier than its own, so a steady stream of requests arms it once per timeout, not per request.

import { LONGEST_TIMER_MS } from "../timeouts.js";

/** Something that must be told when its time is over. */
export interface Timed {
  /** On the clock of `performance.now()`; `Infinity` = never. */
  deadline: number;
  /** Its place among the watched, for them to know. */
  slot: number;
  /** Called once the deadline has passed. Whoever moves it further on is watched on. */
  expired(now: number): void;
}

// Timers count whole milliseconds from a cached clock and may be early by one.
const TIMER_RESOLUTION_MS = 1;

export class Deadlines {
  // A list where the last takes the place of whoever leaves: a Set is made anew again and again by those who come and go.
  readonly #watched: Timed[] = [];
  #timer: NodeJS.Timeout | undefined;
  #due = Number.POSITIVE_INFINITY;

  watch(timed: Timed): void {
    // A request that waits keeps the process alive; an idle transport does not.
    if (this.#watched.length === 0) this.#timer?.ref();
    timed.slot = this.#watched.length;
    this.#watched.push(timed);
    if (timed.deadline < this.#due) this.#arm(timed.deadline);
  }

  unwatch(timed: Timed): void {
    const { slot } = timed;
    if (this.#watched[slot] !== timed) return;
    const last = this.#watched.pop();
    if (last !== undefined && last !== timed) {
      this.#watched[slot] = last;
      last.slot = slot;
    }
    if (this.#watched.length === 0) this.#timer?.unref();
  }

  /** The deadline of something watched came nearer. */
  hasten(timed: Timed): void {
    if (timed.deadline < this.#due) this.#arm(timed.deadline);
  }

  watched(): Timed[] {
    return [...this.#watched];
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#due = Number.POSITIVE_INFINITY;
  }

  #arm(deadline: number): void {
    clearTimeout(this.#timer);
    this.#due = deadline;
    const delay = Math.ceil(deadline - performance.now());
    // A longer wait is split.
    this.#timer = setTimeout(() => this.#check(), Math.min(Math.max(delay, 1), LONGEST_TIMER_MS));
    if (this.#watched.length === 0) this.#timer.unref();
  }

  #check(): void {
    this.#timer = undefined;
    this.#due = Number.POSITIVE_INFINITY;
    const now = performance.now() + TIMER_RESOLUTION_MS;
    for (const timed of this.watched()) if (timed.deadline <= now) timed.expired(now);
    let next = Number.POSITIVE_INFINITY;
    for (const timed of this.#watched) if (timed.deadline < next) next = timed.deadline;
    if (next < this.#due) this.#arm(next);
  }
}
