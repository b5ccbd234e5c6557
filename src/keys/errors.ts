/** A key that the log was written with is not in the keys folder. Making a new one would orphan every id and every code: restore it. */
export class KeyMissing extends Error {
  override readonly name = 'KeyMissing';
}

/** A file of the keys folder, or a code sealed with one of its keys, is not what was written. */
export class KeyDamaged extends Error {
  override readonly name = 'KeyDamaged';
}

/** Others have the subject keys open, or keep their bytes on disk: no key is destroyed for good until they end. */
export class KeysInUse extends Error {
  override readonly name = 'KeysInUse';
  /** Processes of this machine that have them open; empty where it cannot be told. */
  readonly pids: readonly number[];

  constructor(pids: readonly number[]) {
    super(
      `other processes have the subject keys open${pids.length === 0 ? '' : `: ${pids.join(', ')}`}. Stop them, and try again`,
    );
    this.pids = pids;
  }
}
