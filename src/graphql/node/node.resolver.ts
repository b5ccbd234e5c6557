import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../context.js';
import { apiError } from '../errors.js';
import { parseEventId } from '../event/event-id.js';
import { eventNode } from '../event/event-node.js';
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
  node(
    @Ctx() context: GraphqlContext,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<Node | null> | Node | null {
    const view = new ReadView(context, presentMoment(context));
    const place = parseEventId(id);
    return place ? eventNode(place, view) : findNode(id, view);
  }

  @Query(() => [Node], { nullable: 'items', description: 'The things that have these ids, in their order: at most 200.' })
  async nodes(
    @Ctx() context: GraphqlContext,
    @Arg('ids', () => [ID], { description: 'Their ids.' }) ids: readonly string[],
  ): Promise<readonly (Node | null)[]> {
    if (ids.length > LARGEST_PAGE) throw apiError('tooManyIds', context.language, ['ids']);
    const view = new ReadView(context, presentMoment(context));
    const things = findNodes(ids, view);
    const events = ids.map(parseEventId).map((place) => place && eventNode(place, view));
    const found = await Promise.all(events.map((event) => event ?? Promise.resolve(null)));
    return things.map((thing, index) => thing ?? found[index] ?? null);
  }
}
