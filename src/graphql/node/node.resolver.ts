import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../context.js';
import { apiError } from '../errors.js';
import { LARGEST_PAGE } from '../paging/page.js';
import { presentMoment } from '../read/moments.js';
import { ReadView } from '../read/read-view.js';
import { findNode, findNodes } from './find-node.js';
import { Node } from './node.js';

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'The thing that has this id, now; null for one that the viewer does not reach.',
  })
  node(@Ctx() context: GraphqlContext, @Arg('id', () => ID, { description: 'Its id.' }) id: string): Node | null {
    return findNode(id, new ReadView(context, presentMoment(context)));
  }

  @Query(() => [Node], { nullable: 'items', description: 'The things that have these ids, in their order: at most 200.' })
  nodes(
    @Ctx() context: GraphqlContext,
    @Arg('ids', () => [ID], { description: 'Their ids.' }) ids: readonly string[],
  ): readonly (Node | null)[] {
    if (ids.length > LARGEST_PAGE) throw apiError('tooManyIds', context.language, ['ids']);
    return findNodes(ids, new ReadView(context, presentMoment(context)));
  }
}
