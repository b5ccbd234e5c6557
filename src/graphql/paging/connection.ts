import { Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { PositionScalar, type LogPosition } from '../scalars/position.js';
import type { ReadPage } from './page.js';
import { PageInfo } from './page-info.js';

/** What a connection answers from. */
export interface ConnectionSource<Row, Node> {
  readonly page: ReadPage<Row>;
  readonly node: (row: Row) => Node;
  /** Called only if the count was asked for. */
  readonly count: () => number;
  readonly position: LogPosition | null;
}

interface MadeSource<Node> {
  readonly page: ReadPage<unknown>;
  readonly makeNodes: () => readonly Node[];
  readonly count: () => number;
  readonly position: LogPosition | null;
}

/**
 * The Relay types of a list: `<name>Edge` and `<name>Connection`. A positioned one names the place in the log that it was read at.
 * `plural` is how descriptions call the nodes.
 */
export function connectionOf<Node extends object>(options: {
  readonly name: string;
  readonly node: () => ClassType<Node>;
  readonly plural: string;
  readonly positioned: boolean;
}) {
  const { name, node, plural, positioned } = options;

  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One of the ${plural}, with its place in the list.` })
  class Edge {
    @Field(() => String, { description: 'Where it stands in the list: opaque, for after and before.' })
    readonly cursor: string;

    @Field(node, { description: `One of the ${plural}.` })
    readonly node: Node;

    constructor(cursor: string, value: Node) {
      this.cursor = cursor;
      this.node = value;
    }
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of ${plural}.` })
  class Connection {
    readonly #source: MadeSource<Node>;
    #nodes: readonly Node[] | undefined;

    @Field(() => PageInfo, { description: 'What lies beside this page.' })
    readonly pageInfo: PageInfo;

    readonly position: LogPosition | null;

    constructor(source: MadeSource<Node>) {
      this.#source = source;
      this.pageInfo = new PageInfo(source.page);
      this.position = source.position;
    }

    static of<Row>({ page, node: make, count, position }: ConnectionSource<Row, Node>): Connection {
      return new Connection({ page, makeNodes: () => page.rows.map((row) => make(row)), count, position });
    }

    @Field(() => [Edge], { description: 'The rows of this page with their cursors.' })
    get edges(): readonly Edge[] {
      return this.nodes.map((value, index) => new Edge(this.#source.page.cursors[index] ?? '', value));
    }

    @Field(() => [node()], { description: 'The rows of this page.' })
    get nodes(): readonly Node[] {
      this.#nodes ??= this.#source.makeNodes();
      return this.#nodes;
    }

    @Field(() => Int, { description: `How many ${plural} there are on all pages together. Counted only when asked for.` })
    get totalCount(): number {
      return this.#source.count();
    }
  }

  if (positioned) {
    Field(() => PositionScalar, { description: 'The place in the event log that this list was read at.' })(
      Connection.prototype,
      'position',
    );
  }
  return Connection;
}
