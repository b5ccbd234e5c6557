/** The code of a license that is to be issued: it follows from the request, so that a retry makes the same one. */
import type { CommandDeps } from '../commands/deps.js';
import { derivedBytes, type CommandRequest } from '../commands/request.js';
import { codeFromFreeLetters, lastGroupOf, type ActivationCode } from '../domain/activation-code.js';
import type { SealedCode } from '../domain/license.js';

/** `purpose` is unique within the request. */
export const newCode = ({ keys }: CommandDeps, request: CommandRequest, purpose: string): ActivationCode =>
  codeFromFreeLetters([...derivedBytes(keys, request, purpose)].slice(0, 20).map((byte) => byte & 31));

export const sealedCode = ({ keys }: CommandDeps, code: ActivationCode): SealedCode => ({
  ...keys.codes.seal(code),
  lastGroup: lastGroupOf(code),
});
