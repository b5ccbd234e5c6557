import { Ctx, Query, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../context.js';
import { presentMoment } from '../read/moments.js';
import { ReadView } from '../read/read-view.js';
import { ReadModelStatus, readModelStatus } from './read-model.js';

@Resolver()
export class ReadModelResolver {
  @Query(() => ReadModelStatus, { description: 'How far the lists have come, and what they could not take.' })
  readModel(@Ctx() context: GraphqlContext): Promise<ReadModelStatus> {
    return readModelStatus(new ReadView(context, presentMoment(context)));
  }
}
