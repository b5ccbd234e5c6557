import { Ctx, Query, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../context.js';
import { apiError } from '../errors.js';
import { LogCheckpoint } from './log-checkpoint.js';

@Resolver()
export class LogCheckpointResolver {
  @Query(() => LogCheckpoint, { description: 'How large the log is and what its root is, signed: the latest checkpoint.' })
  logCheckpoint(@Ctx() { audit, language }: GraphqlContext): LogCheckpoint {
    if (!audit) throw apiError('noCheckpoint', language);
    return new LogCheckpoint(audit.checkpoint(), audit.verifierKeys);
  }
}
