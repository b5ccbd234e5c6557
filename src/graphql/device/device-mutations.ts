import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { DeviceId, Instant } from '../../domain/ids.js';
import type { GraphqlContext } from '../context.js';
import { IdempotencyKey, OptionalText, OptionalTime, RequiredId, RequiredText } from '../mutation/input-fields.js';
import { MutationPayload } from '../mutation/payload.js';
import { perform, type Settled } from '../mutation/settle.js';
import { Device, deviceNode } from './device.js';

@InputType('ReportDeviceInput', {
  description: 'What a device tells of itself through its base. A report is a fact: it is never refused for a rule.',
})
export class ReportDeviceInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('The base that it is on.')
  readonly databaseId!: string;

  @RequiredText("The device's unique code.")
  readonly deviceCode!: string;

  @RequiredText('The name that it reports.')
  readonly name!: string;

  @OptionalText('Model.')
  readonly model?: string | null;

  @OptionalText('Operating system.')
  readonly os?: string | null;

  @OptionalText('Version of the client on it.')
  readonly clientVersion?: string | null;

  @OptionalText('Version of the server that it works with.')
  readonly serverVersion?: string | null;

  @OptionalText('Serial number: two with one code are a clone, one with a new code is a reset device.')
  readonly serialNumber?: string | null;

  @Field(() => Boolean, { nullable: true, defaultValue: true, description: 'false: the base says that the device is gone.' })
  readonly connected?: boolean | null;

  @OptionalText('The license that it says it runs on. Left out: no change; empty: it runs on none.')
  readonly activationCode?: string | null;

  @OptionalTime("The device's own clock at the time of the report.")
  readonly deviceTime?: Instant | null;

  @OptionalTime('When it reported; now where it is left out.')
  readonly occurredAt?: Instant | null;
}

@InputType('RenameDeviceInput', { description: 'A name for a device, which then stands before the reported one.' })
export class RenameDeviceInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('Which device.')
  readonly deviceId!: string;

  @RequiredText('The name.')
  readonly name!: string;
}

@InputType('UnlinkDeviceInput', { description: 'A device to take off its base.' })
export class UnlinkDeviceInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('Which device.')
  readonly deviceId!: string;

  @RequiredId('The base that it is on.')
  readonly databaseId!: string;
}

@ObjectType('DevicePayload', {
  simpleResolvers: true,
  description:
    'What came of a mutation of a device. After a report both can be set: the facts are kept, and errors tell what did not follow.',
})
export class DevicePayload extends MutationPayload {
  @Field(() => Device, { nullable: true, description: 'The device as it is now; null where it was refused.' })
  readonly device: Device | null;

  constructor(settled: Settled<{ readonly deviceId: DeviceId | null }>) {
    super(settled);
    this.device = settled.value && deviceNode(settled.value.deviceId, settled.view);
  }
}

const INPUT = { description: 'What to change.' };

@Resolver()
export class DeviceMutations {
  @Mutation(() => DevicePayload, { description: 'Reports a device. The same facts again change nothing.' })
  async reportDevice(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => ReportDeviceInput, { description: 'The facts.' }) input: ReportDeviceInput,
  ): Promise<DevicePayload> {
    return new DevicePayload(await perform(context, input, (call, fields) => context.service.reportDevice(call, fields)));
  }

  @Mutation(() => DevicePayload, { description: 'Gives a device a name.' })
  async renameDevice(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => RenameDeviceInput, INPUT) input: RenameDeviceInput,
  ): Promise<DevicePayload> {
    return new DevicePayload(await perform(context, input, (call, fields) => context.service.renameDevice(call, fields)));
  }

  @Mutation(() => DevicePayload, { description: 'Takes a device off its base. Its license stays on it.' })
  async unlinkDeviceFromDatabase(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => UnlinkDeviceInput, INPUT) input: UnlinkDeviceInput,
  ): Promise<DevicePayload> {
    return new DevicePayload(
      await perform(context, input, (call, fields) => context.service.unlinkDeviceFromDatabase(call, fields)),
    );
  }
}
