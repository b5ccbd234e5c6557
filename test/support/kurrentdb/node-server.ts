/** The services of the protocol on a port of their own. */
import {
  Server,
  ServerCredentials,
  type handleBidiStreamingCall,
  type handleClientStreamingCall,
  type handleServerStreamingCall,
  type handleUnaryCall,
} from '@grpc/grpc-js';
import type gossip from '@eventstore/db-client/generated/gossip_pb.js';
import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import type features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type shared from '@eventstore/db-client/generated/shared_pb.js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { appendCall } from './append-call.js';
import { batchAppendCall } from './batch-append-call.js';
import { clusterInfo, supportedMethods } from './cluster-answers.js';
import type { NodeState } from './node-state.js';
import { readCall } from './read-call.js';
import { serverNotReady } from './rpc-errors.js';

export interface NodeServer {
  readonly port: number;
  stop(): void;
}

/** As large as a record of the server may be. */
const LARGEST_MESSAGE = 16 * 1024 * 1024;

export async function startNodeServer(node: NodeState, batchAppend: boolean): Promise<NodeServer> {
  const unavailable = (): boolean => node.load === 'unavailable';
  const server = new Server({ 'grpc.max_receive_message_length': LARGEST_MESSAGE });

  const read: handleServerStreamingCall<streams.ReadReq, streams.ReadResp> = (call) => {
    if (unavailable()) call.emit('error', serverNotReady);
    else void readCall(node, call);
  };
  const append: handleClientStreamingCall<streams.AppendReq, streams.AppendResp> = (call, answer) => {
    if (unavailable()) answer(serverNotReady);
    else appendCall(node, call, answer);
  };
  const batch: handleBidiStreamingCall<streams.BatchAppendReq, streams.BatchAppendResp> = (call) => {
    if (unavailable()) call.emit('error', serverNotReady);
    else batchAppendCall(node, call);
  };
  const getSupportedMethods: handleUnaryCall<shared.Empty, features.SupportedMethods> = (_, answer) => {
    if (unavailable()) answer(serverNotReady);
    else answer(null, supportedMethods(batchAppend));
  };
  const readGossip: handleUnaryCall<shared.Empty, gossip.ClusterInfo> = (_, answer) => {
    if (unavailable()) answer(serverNotReady);
    else answer(null, clusterInfo(node.members()));
  };

  server.addService(streamsService.StreamsService, { read, append, batchAppend: batch });
  server.addService(featuresService.ServerFeaturesService, { getSupportedMethods });
  server.addService(gossipService.GossipService, { read: readGossip });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return { port, stop: () => server.forceShutdown() };
}
