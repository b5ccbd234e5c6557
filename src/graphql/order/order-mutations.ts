import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../context.js';
import { perform, performInAccount } from '../mutation/settle.js';
import { CancelOrderInput, FulfilOrderInput, MarkOrderPaidInput, OrderLicensesInput, OrderRenewalInput } from './order-inputs.js';
import { OrderPayload } from './order-payload.js';

const INPUT = { description: 'Which order.' };

@Resolver()
export class OrderMutations {
  @Mutation(() => OrderPayload, { description: 'Orders new licenses. They come into the list when the order is fulfilled.' })
  async orderLicenses(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => OrderLicensesInput, { description: 'The licenses.' }) input: OrderLicensesInput,
  ): Promise<OrderPayload> {
    const settled = await performInAccount(context, input, (call, accountId, { items }) =>
      context.service.orderLicenses(call, { accountId, items }),
    );
    return new OrderPayload(settled);
  }

  @Mutation(() => OrderPayload, {
    description:
      'Orders the renewal of licenses. Those that cannot be renewed stand in the order with the reason; it is refused where none can.',
  })
  async orderRenewal(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => OrderRenewalInput, { description: 'The licenses, which clock, and for how long.' })
    input: OrderRenewalInput,
  ): Promise<OrderPayload> {
    return new OrderPayload(await perform(context, input, (call, fields) => context.service.orderRenewal(call, fields)));
  }

  @Mutation(() => OrderPayload, { description: 'Cancels an order that is not paid yet.' })
  async cancelOrder(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => CancelOrderInput, INPUT) input: CancelOrderInput,
  ): Promise<OrderPayload> {
    return new OrderPayload(await perform(context, input, (call, fields) => context.service.cancelOrder(call, fields)));
  }

  @Mutation(() => OrderPayload, { description: 'Marks an order as paid, for the vendor.' })
  async markOrderPaid(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => MarkOrderPaidInput, INPUT) input: MarkOrderPaidInput,
  ): Promise<OrderPayload> {
    return new OrderPayload(await perform(context, input, (call, fields) => context.service.markOrderPaid(call, fields)));
  }

  @Mutation(() => OrderPayload, {
    description: 'Issues or renews what was ordered and paid. New licenses are in the list of the account at once.',
  })
  async fulfilOrder(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => FulfilOrderInput, INPUT) input: FulfilOrderInput,
  ): Promise<OrderPayload> {
    return new OrderPayload(await perform(context, input, (call, fields) => context.service.fulfilOrder(call, fields)));
  }
}
