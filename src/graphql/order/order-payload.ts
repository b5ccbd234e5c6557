import { Field, ObjectType } from 'type-graphql';
import type { OrderId } from '../../domain/ids.js';
import type { IssuedLicense as Issued } from '../../processes/cabinet-service.js';
import { IssuedLicense } from '../license/license-payloads.js';
import { MutationPayload } from '../mutation/payload.js';
import type { Settled } from '../mutation/settle.js';
import { Order, orderNode } from './order.js';

@ObjectType('OrderPayload', {
  simpleResolvers: true,
  description: 'What came of an order: errors can stand beside it, for the items that nothing came of.',
})
export class OrderPayload extends MutationPayload {
  @Field(() => Order, { nullable: true, description: 'The order as it is now; null where it was refused.' })
  readonly order: Order | null;

  @Field(() => [IssuedLicense], {
    description: 'From fulfilOrder: the new licenses with their whole codes, for whoever called it. Empty from any other.',
  })
  readonly issued: readonly IssuedLicense[];

  constructor(settled: Settled<{ readonly orderId: OrderId; readonly issued?: readonly Issued[] }>) {
    super(settled);
    this.order = settled.value && orderNode(settled.value.orderId, settled.view);
    this.issued = settled.value?.issued ?? [];
  }
}
