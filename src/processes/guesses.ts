/** Limits guessing of codes: only well-formed ones that turn out unknown, or held elsewhere, count (domain.md, section 6). */
export interface Guesses {
  /** How many misses the viewer has left; 0: no code of theirs is looked up. */
  remaining(viewerId: string): number;
  recordMiss(viewerId: string): void;
}
