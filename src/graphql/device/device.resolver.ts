import { ArrayMaxSize, MaxLength, ValidateNested } from 'class-validator';
import { Arg, Args, ArgsType, Ctx, Field, ID, Query, Resolver } from 'type-graphql';
import { parseDeviceId } from '../../domain/ids.js';
import type { GraphqlContext } from '../context.js';
import { LONGEST_ID } from '../limits/lengths.js';
import { PageArguments } from '../paging/page-arguments.js';
import { ACCOUNT_ID } from '../read/account-argument.js';
import { MomentArgs } from '../read/as-of.js';
import { momentFor } from '../read/moments.js';
import { ReadView } from '../read/read-view.js';
import { DeviceConnection, listDevices } from './device-connection.js';
import { Device, deviceNode } from './device.js';
import { DeviceSort, DeviceWhere } from './device-where.js';

@ArgsType()
class DevicesArguments extends PageArguments {
  @Field(() => ID, { nullable: true, description: ACCOUNT_ID })
  @MaxLength(LONGEST_ID)
  readonly accountId?: string | null;

  @Field(() => DeviceWhere, { nullable: true, description: 'Which; all where it is left out.' })
  @ValidateNested()
  readonly where?: DeviceWhere | null;

  @Field(() => [DeviceSort], { nullable: true, description: 'In which order; by name where it is left out.' })
  @ArrayMaxSize(5)
  readonly orderBy?: readonly DeviceSort[] | null;
}

@Resolver()
export class DeviceResolver {
  @Query(() => Device, {
    nullable: true,
    description: 'A device of an account that the viewer reaches; for a gateway, one on its base.',
  })
  async device(
    @Ctx() context: GraphqlContext,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Args(() => MomentArgs) moment: MomentArgs,
  ): Promise<Device | null> {
    const view = new ReadView(context, await momentFor(context, moment));
    return deviceNode(parseDeviceId(id) ?? null, view);
  }

  @Query(() => DeviceConnection, { description: 'The devices of the account; for a gateway, those on its base.' })
  devices(
    @Ctx() context: GraphqlContext,
    @Args(() => DevicesArguments) { accountId, where, orderBy, ...page }: DevicesArguments,
    @Args(() => MomentArgs) moment: MomentArgs,
  ): Promise<InstanceType<typeof DeviceConnection>> {
    return listDevices(context, accountId, { where: where ?? null, orderBy: orderBy ?? null }, page, moment);
  }
}
