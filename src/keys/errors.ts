/** A key that the log was written with is not in the keys folder. Making a new one would orphan every id and every code: restore it. */
export class KeyMissing extends Error {
  override readonly name = 'KeyMissing';
}

/** A file of the keys folder, or a code sealed with one of its keys, is not what was written. */
export class KeyDamaged extends Error {
  override readonly name = 'KeyDamaged';
}

/** A key was destroyed, and another process that reads the file keeps its bytes on disk until it ends. */
export class KeysInUse extends Error {
  override readonly name = 'KeysInUse';
}
