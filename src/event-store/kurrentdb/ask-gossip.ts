/**
 * Asks one server of the log who leads, by a connection of its own: the client's calls tell a server that stands still from a busy one by nothing, for
 * both let them wait. Gossip is answered beside the server's queues of reads and writes.
 */
import { once } from 'node:events';
import { connect as connectSession, type ClientHttp2Session } from 'node:http2';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import type { ConnectionSettings, ServerAddress } from './connection-string.js';
import { within } from './time-limits.js';

export type GossipAnswer =
  /** `leader`: undefined where it knows of none that lives. */
  | { readonly kind: 'cluster'; readonly leader: ServerAddress | undefined }
  /** It answers, and not with what it knows of its cluster. */
  | { readonly kind: 'answers' }
  /** Its machine takes connections, and it says nothing on them. */
  | { readonly kind: 'silent' }
  /** No connection comes about. */
  | { readonly kind: 'away' };

const PATH = '/event_store.client.gossip.Gossip/Read';
/** Of an uncompressed message: a flag and its length. */
const FRAME_HEADER = 5;

export async function askGossip(
  address: ServerAddress,
  { tls }: Pick<ConnectionSettings, 'tls'>,
  limitMs: number,
): Promise<GossipAnswer> {
  const { host, port } = address;
  const socket = connectTcp({ host, port });
  const connected = once(socket, 'connect');
  const until = performance.now() + limitMs;
  try {
    await within(limitMs, connected);
    const session = sessionOver(socket, host, tls);
    try {
      return await within(Math.max(1, until - performance.now()), answerOf(session));
    } finally {
      session.destroy();
    }
  } catch {
    return { kind: socket.connecting || socket.destroyed ? 'away' : 'silent' };
  } finally {
    // What it still says is nobody's any more.
    socket.on('error', () => undefined).destroy();
  }
}

function sessionOver(socket: Socket, host: string, tls: ConnectionSettings['tls']): ClientHttp2Session {
  // A name alone may be told to a server (RFC 6066, section 3); an address is compared with the certificate all the same.
  const name = isIP(host) === 0 ? { servername: host } : {};
  const secure = tls && connectTls({ ...tls, ...name, host, socket, ALPNProtocols: ['h2'] });
  return connectSession(`http${tls ? 's' : ''}://${host}`, { createConnection: () => secure ?? socket });
}

function answerOf(session: ClientHttp2Session): Promise<GossipAnswer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    session.on('error', reject);
    const request = session.request({
      ':method': 'POST',
      ':path': PATH,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    request.on('error', reject);
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      resolve(clusterIn(Buffer.concat(parts)));
    });
    request.end(Buffer.alloc(FRAME_HEADER));
  });
}

function clusterIn(body: Buffer): GossipAnswer {
  if (body.length <= FRAME_HEADER) return { kind: 'answers' };
  try {
    const members = gossip.ClusterInfo.deserializeBinary(body.subarray(FRAME_HEADER)).getMembersList();
    const leads = members.find((member) => member.getIsAlive() && member.getState() === gossip.MemberInfo.VNodeState.LEADER);
    const end = leads?.getHttpEndPoint();
    return { kind: 'cluster', leader: end && { host: end.getAddress(), port: end.getPort() } };
  } catch {
    return { kind: 'answers' };
  }
}
