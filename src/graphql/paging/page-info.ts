import { Field, ObjectType } from 'type-graphql';

@ObjectType('PageInfo', { simpleResolvers: true, description: 'What lies beside a page, as Relay names it.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'There are rows behind this page.' })
  readonly hasNextPage: boolean;

  @Field(() => Boolean, { description: 'There are rows in front of this page.' })
  readonly hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row; null on an empty page.' })
  readonly startCursor: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last row; null on an empty page.' })
  readonly endCursor: string | null;

  constructor(page: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly cursors: readonly string[] }) {
    this.hasNextPage = page.hasNextPage;
    this.hasPreviousPage = page.hasPreviousPage;
    this.startCursor = page.cursors[0] ?? null;
    this.endCursor = page.cursors.at(-1) ?? null;
  }
}
