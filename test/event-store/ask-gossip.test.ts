/** Asking a server who leads, over TLS too; the certificate is made here. */
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createSecureServer, type ServerHttp2Stream } from 'node:http2';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import { askGossip } from '../../src/event-store/kurrentdb/ask-gossip.js';

const LIMIT_MS = 5_000;
let folder: string;
let cert: Buffer;
let key: Buffer;
const servers: Server[] = [];

function makeCertificate(): void {
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', keyFile, '-out', certFile, '-days', '2', ...names];
  execFileSync('openssl', made, { stdio: 'ignore' });
  [cert, key] = [readFileSync(certFile), readFileSync(keyFile)];
}
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kabinet-tls-'));
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function portOf(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Answers one gossip call with a leader, or whatever `answer` does. */
function secureServer(answer: (stream: ServerHttp2Stream) => void): Promise<number> {
  const server = createSecureServer({ key, cert });
  server.on('stream', answer);
  return portOf(server);
}

function withLeader(stream: ServerHttp2Stream): void {
  const end = new gossip.EndPoint().setAddress('db1').setPort(2113);
  const leader = new gossip.MemberInfo().setState(gossip.MemberInfo.VNodeState.LEADER).setIsAlive(true).setHttpEndPoint(end);
  const message = Buffer.from(new gossip.ClusterInfo().setMembersList([leader]).serializeBinary());
  const header = Buffer.alloc(5);
  header.writeUInt32BE(message.length, 1);
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
  stream.end(Buffer.concat([header, message]));
}

// Where it is not there, the end of the run says so (scripts/test.mjs).
if (spawnSync('openssl', ['version']).status === 0) {
  beforeAll(makeCertificate);
  it.each(['localhost', '127.0.0.1'])('is answered over TLS by %s, whose authority is trusted', async (host) => {
    const port = await secureServer(withLeader);
    expect(await askGossip({ host, port }, { tls: { ca: cert } }, LIMIT_MS)).toEqual({
      kind: 'cluster',
      leader: { host: 'db1', port: 2113 },
    });
  });

  it('takes a server whose certificate is not trusted for one that is not there', async () => {
    const port = await secureServer(withLeader);
    expect(await askGossip({ host: '127.0.0.1', port }, { tls: {} }, LIMIT_MS)).toEqual({ kind: 'away' });
  });

  it('takes a server that refuses to tell for one that answers', async () => {
    const port = await secureServer((stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '12' });
      stream.end();
    });
    expect(await askGossip({ host: '127.0.0.1', port }, { tls: { ca: cert } }, LIMIT_MS)).toEqual({ kind: 'answers' });
  });
}

it.each([['over TLS'], ['without TLS']])('hears of a server that says nothing %s', async (how) => {
  const port = await portOf(createServer());
  const tls = how === 'over TLS' ? {} : undefined;
  expect(await askGossip({ host: '127.0.0.1', port }, { tls }, 500)).toEqual({ kind: 'silent' });
});
