/** The errors of a call, with the codes, texts and trailing metadata of the server's `RpcExceptions`. */
import { Metadata, status } from '@grpc/grpc-js';

export interface RpcError {
  readonly code: status;
  readonly details: string;
  readonly metadata?: Metadata;
}

export const serverNotReady: RpcError = { code: status.UNAVAILABLE, details: 'Server Is Not Ready' };
export const serverBusy: RpcError = { code: status.UNAVAILABLE, details: 'Server Is Too Busy' };
export const forwardTimeout: RpcError = { code: status.ABORTED, details: 'Operation timed out: Forwarding timeout' };
export const invalidPosition: RpcError = {
  code: status.INVALID_ARGUMENT,
  details: 'Trying to read from an invalid position.',
};

export const notLeader = (host: string, port: number): RpcError => ({
  code: status.NOT_FOUND,
  details: 'Leader info available',
  metadata: trailers({ exception: 'not-leader', 'leader-endpoint-host': host, 'leader-endpoint-port': String(port) }),
});

export const appendTooLarge = (maximum: number): RpcError => ({
  code: status.INVALID_ARGUMENT,
  details: `Maximum Append Size of ${String(maximum)} Exceeded.`,
  metadata: trailers({ exception: 'maximum-append-size-exceeded', 'maximum-append-size': String(maximum) }),
});

function trailers(entries: Readonly<Record<string, string>>): Metadata {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(entries)) metadata.set(key, value);
  return metadata;
}
