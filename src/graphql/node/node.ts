import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType('Node', { description: 'A thing with an id of its own, found again by node(id).' })
export abstract class Node {
  @Field(() => ID, { description: 'Opaque and stable; its prefix names the type.' })
  abstract readonly id: string;
}
