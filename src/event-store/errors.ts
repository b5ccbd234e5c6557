/** Why a log on other machines does not answer: what an operator looks at first. */
export type UnavailableReason = 'no-leader' | 'overloaded' | 'unreachable' | 'access-denied';

/** The log cannot be reached, or did not say whether it wrote. Safe to send the same append again. */
export class EventStoreUnavailable extends Error {
  override readonly name = 'EventStoreUnavailable';
  /** Left out by a store that has no others to ask. */
  readonly reason: UnavailableReason | undefined;

  constructor(message: string, { reason, ...options }: ErrorOptions & { readonly reason?: UnavailableReason } = {}) {
    super(message, options);
    this.reason = reason;
  }
}

/** Another process owns the data folder. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';
  constructor(
    readonly folder: string,
    readonly ownerPid: number | undefined,
  ) {
    super(`the data folder ${folder} is in use by another process${ownerPid === undefined ? '' : ` (pid ${String(ownerPid)})`}`);
  }
}

/** What lies on disk is not a log of ours, or not one of this version. */
export class EventLogDamaged extends Error {
  override readonly name: string = 'EventLogDamaged';
}

/** The look-up key is not the one that this log was written with: with another one every id in it would be lost. */
export class LogOfAnotherKey extends Error {
  override readonly name = 'LogOfAnotherKey';
  constructor(readonly log: string) {
    super(
      `${log} was written with another look-up key than the one in the keys folder: every id in the log comes from that key. ` +
        'Restore the keys folder that belongs to this log, or let KABINET_KEYS_DIR name the right folder.',
    );
  }
}

/** Bytes that cannot be an event of ours: not JSON, or text with lone surrogates. */
export class EventNotStorable extends Error {
  override readonly name = 'EventNotStorable';
}
