/** What the exit code of `kabinet` says (docs/command-line.md). */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  dataFolderInUse: 3,
  someFailed: 4,
  differencesFound: 5,
  logDisagrees: 6,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Asked for what cannot be: options, arguments or configuration. The message is for a person, in their language. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
