import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { DatabaseId } from '../../domain/ids.js';
import type { GraphqlContext } from '../context.js';
import { MutationPayload } from '../mutation/payload.js';
import { perform, performInAccount, type Settled } from '../mutation/settle.js';
import { Database, databaseNode } from './database.js';
import {
  ChangeDatabaseExchangeInput,
  DeleteDatabaseInput,
  RegisterDatabaseInput,
  RenameDatabaseInput,
  ReportDatabaseInput,
  StartDatabaseInput,
  StopDatabaseInput,
} from './database-inputs.js';

@ObjectType('DatabasePayload', { simpleResolvers: true, description: 'What came of a mutation of a base.' })
export class DatabasePayload extends MutationPayload {
  @Field(() => Database, { nullable: true, description: 'The base as it is now; null where it was refused.' })
  readonly database: Database | null;

  constructor(settled: Settled<{ readonly databaseId: DatabaseId }>) {
    super(settled);
    this.database = settled.value && databaseNode(settled.value.databaseId, settled.view);
  }
}

const INPUT = { description: 'What to change.' };

@Resolver()
export class DatabaseMutations {
  @Mutation(() => DatabasePayload, { description: 'Brings a base into the account.' })
  async registerDatabase(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => RegisterDatabaseInput, { description: 'The base.' }) input: RegisterDatabaseInput,
  ): Promise<DatabasePayload> {
    return new DatabasePayload(
      await performInAccount(context, input, (call, accountId, fields) =>
        context.service.registerDatabase(call, { ...fields, accountId }),
      ),
    );
  }

  @Mutation(() => DatabasePayload, { description: 'Gives a base another name.' })
  async renameDatabase(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => RenameDatabaseInput, INPUT) input: RenameDatabaseInput,
  ): Promise<DatabasePayload> {
    return new DatabasePayload(await perform(context, input, (call, fields) => context.service.renameDatabase(call, fields)));
  }

  @Mutation(() => DatabasePayload, { description: 'Changes a local base to Internet exchange, or back.' })
  async changeDatabaseExchange(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => ChangeDatabaseExchangeInput, INPUT) input: ChangeDatabaseExchangeInput,
  ): Promise<DatabasePayload> {
    return new DatabasePayload(
      await perform(context, input, (call, fields) => context.service.changeDatabaseExchange(call, fields)),
    );
  }

  @Mutation(() => DatabasePayload, { description: 'Stops a base.' })
  async stopDatabase(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => StopDatabaseInput, INPUT) input: StopDatabaseInput,
  ): Promise<DatabasePayload> {
    return new DatabasePayload(await perform(context, input, (call, fields) => context.service.stopDatabase(call, fields)));
  }

  @Mutation(() => DatabasePayload, { description: 'Starts a stopped base.' })
  async startDatabase(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => StartDatabaseInput, INPUT) input: StartDatabaseInput,
  ): Promise<DatabasePayload> {
    return new DatabasePayload(await perform(context, input, (call, fields) => context.service.startDatabase(call, fields)));
  }

  @Mutation(() => DatabasePayload, { description: 'Deletes a base. Its devices and licenses stay.' })
  async deleteDatabase(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => DeleteDatabaseInput, INPUT) input: DeleteDatabaseInput,
  ): Promise<DatabasePayload> {
    return new DatabasePayload(await perform(context, input, (call, fields) => context.service.deleteDatabase(call, fields)));
  }

  @Mutation(() => DatabasePayload, { description: "Reports a base's own facts. The same facts again change nothing." })
  async reportDatabase(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => ReportDatabaseInput, { description: 'The facts.' }) input: ReportDatabaseInput,
  ): Promise<DatabasePayload> {
    return new DatabasePayload(await perform(context, input, (call, fields) => context.service.reportDatabase(call, fields)));
  }
}
