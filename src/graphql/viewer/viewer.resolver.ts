import { Ctx, Query, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../context.js';
import { Viewer } from './viewer.js';

@Resolver()
export class ViewerResolver {
  @Query(() => Viewer, { description: 'Whoever asks.' })
  viewer(@Ctx() context: GraphqlContext): Viewer {
    return new Viewer(context);
  }
}
