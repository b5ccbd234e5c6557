/** Inclusion proofs of many entries against one root. What one proof has shown is not hashed again for the next: in log order, about two hashes a proof. */
import { nodeHash } from '../merkle-tree.js';
import { fromBase64, toBase64 } from '../strict-text.js';

/** A subtree on the way from the root to a leaf. */
interface Step {
  readonly start: number;
  readonly end: number;
  readonly hash: string;
  /** The other half of the subtree above. */
  readonly sibling: string;
}

export class InclusionChecker {
  readonly #size: number;
  /** From below the root to the leaf: all of it was shown to lead to the root. */
  #shown: readonly Step[] = [];
  readonly #root: string;

  constructor(size: number, root: Uint8Array) {
    this.#size = size;
    this.#root = toBase64(root);
  }

  /** `proof`: hashes in base 64, from the leaf's sibling up. */
  isIncluded(index: number, leaf: Uint8Array, proof: readonly string[]): boolean {
    const ranges = this.#rangesTo(index);
    if (ranges?.length !== proof.length) return false;
    const known = this.#knownOf(ranges, proof);
    const steps: Step[] = [];
    let hash: Uint8Array = leaf;
    for (let depth = ranges.length; depth > known; depth -= 1) {
      const [range, sibling] = [ranges[depth - 1], proof[ranges.length - depth]];
      const other = sibling === undefined ? undefined : fromBase64(sibling);
      if (range === undefined || sibling === undefined || other?.length !== 32) return false;
      steps.unshift({ start: range.start, end: range.end, hash: toBase64(hash), sibling });
      hash = range.isLeft ? nodeHash(hash, other) : nodeHash(other, hash);
    }
    const expected = known === 0 ? this.#root : this.#shown[known - 1]?.hash;
    if (toBase64(hash) !== expected) return false;
    this.#shown = [...this.#shown.slice(0, known), ...steps];
    return true;
  }

  /** How many steps below the root the last proof has shown already, with the same hashes beside them. */
  #knownOf(ranges: readonly Range[], proof: readonly string[]): number {
    const other = ranges.findIndex(({ start, end }, at) => {
      const step = this.#shown[at];
      return step?.start !== start || step.end !== end || step.sibling !== proof[ranges.length - 1 - at];
    });
    return other < 0 ? ranges.length : other;
  }

  /** Undefined for a leaf that the tree does not have. */
  #rangesTo(index: number): readonly Range[] | undefined {
    if (!(Number.isSafeInteger(index) && index >= 0 && index < this.#size)) return undefined;
    const ranges: Range[] = [];
    let [start, end] = [0, this.#size];
    while (end - start > 1) {
      let half = 1;
      while (half * 2 < end - start) half *= 2;
      const isLeft = index < start + half;
      if (isLeft) end = start + half;
      else start += half;
      ranges.push({ start, end, isLeft });
    }
    return ranges;
  }
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly isLeft: boolean;
}
