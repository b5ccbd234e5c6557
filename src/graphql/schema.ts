import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { ACCESS } from '../auth/access.js';
import { AccountMutations } from './account/account-mutations.js';
import { AccountResolver } from './account/account.resolver.js';
import { DatabaseMutations } from './database/database-mutations.js';
import { DatabaseResolver } from './database/database.resolver.js';
import { DeviceMutations } from './device/device-mutations.js';
import { DeviceResolver } from './device/device.resolver.js';
import { DiagnosisResolver } from './diagnosis/diagnosis.resolver.js';
import { EventResolver } from './event/event.resolver.js';
import { FeedbackResolver } from './feedback/feedback.resolver.js';
import { guardSchema } from './guard.js';
import { LicenseMutations } from './license/license-mutations.js';
import { LicenseResolver } from './license/license.resolver.js';
import { VendorMutations } from './license/vendor-mutations.js';
import { validateArgument } from './limits/validate-argument.js';
import { NodeResolver } from './node/node.resolver.js';
import { OrderMutations } from './order/order-mutations.js';
import { OrderResolver } from './order/order.resolver.js';
import { LicenseChangesResolver } from './subscriptions/license-changes.resolver.js';
import { LogCheckpointResolver } from './transparency/log-checkpoint.resolver.js';
import { ReadModelMutations } from './read-model/read-model-mutations.js';
import { ReadModelResolver } from './read-model/read-model.resolver.js';
import { SupportCaseChangesResolver } from './support-case/support-case-changes.resolver.js';
import { SupportCaseMutations } from './support-case/support-case-mutations.js';
import { SupportCaseResolver } from './support-case/support-case.resolver.js';
import { UploadMutations } from './upload/upload-mutations.js';
import { UploadResolver } from './upload/upload.resolver.js';
import { ViewerResolver } from './viewer/viewer.resolver.js';

let built: GraphQLSchema | undefined;

/**
 * The schema with the access table in front of it; the same one for every call.
 *
 * @throws Error where a root field has no access rule, or a rule no field.
 */
export function buildKabinetSchema(): GraphQLSchema {
  built ??= guardSchema(
    describeRoots(
      buildSchemaSync({
        resolvers: [
          AccountMutations,
          AccountResolver,
          DatabaseMutations,
          DatabaseResolver,
          DeviceMutations,
          DeviceResolver,
          DiagnosisResolver,
          EventResolver,
          FeedbackResolver,
          LicenseChangesResolver,
          LicenseMutations,
          LicenseResolver,
          LogCheckpointResolver,
          NodeResolver,
          OrderMutations,
          OrderResolver,
          ReadModelMutations,
          ReadModelResolver,
          SupportCaseChangesResolver,
          SupportCaseMutations,
          SupportCaseResolver,
          UploadMutations,
          UploadResolver,
          VendorMutations,
          ViewerResolver,
        ],
        validateFn: validateArgument,
        pubSub: NO_PUB_SUB,
      }),
    ),
    ACCESS,
  );
  return built;
}

/** The library has no place for these. */
function describeRoots(schema: GraphQLSchema): GraphQLSchema {
  for (const type of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    if (type) type.description = ROOTS[type.name];
  }
  return schema;
}

const ROOTS: Readonly<Record<string, string>> = {
  Query: 'What can be read: as it is, and as it was.',
  Mutation: 'What can be done. A refusal stands in the payload, with a code; top-level errors are for bugs, roles and limits.',
  Subscription: 'What can be followed, over WebSocket or server-sent events.',
};

/** The library asks for one, though every subscription of ours brings its own source. */
const NO_PUB_SUB = {
  publish(): never {
    throw new Error('nothing is published: subscriptions read the log');
  },
  subscribe(): never {
    throw new Error('nothing is published: subscriptions read the log');
  },
};
