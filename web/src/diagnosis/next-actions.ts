/** The mutations that a diagnosis may name as the next action (docs/front-end.md), to be sent with the variables that it gives. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { graphql } from '../gql/index.ts';
import type { MutationErrorCode } from '../gql/graphql.ts';
import { OPEN_CASE } from './documents.ts';

interface Payload {
  readonly payload: { readonly errors: readonly { readonly code: MutationErrorCode; readonly message: string }[] };
}

/** The API gives the variables as they are to be sent: their types are its own to keep. */
export type NextMutation = TypedDocumentNode<Payload, { readonly input: never }>;

export const NEXT_MUTATIONS: Readonly<Record<string, NextMutation>> = {
  activateLicense: graphql(`
    mutation NextActivate($input: ActivateLicenseInput!) {
      payload: activateLicense(input: $input) {
        errors {
          code
          message
        }
      }
    }
  `),
  restoreLicenseToList: graphql(`
    mutation NextRestore($input: RestoreLicenseToListInput!) {
      payload: restoreLicenseToList(input: $input) {
        errors {
          code
          message
        }
      }
    }
  `),
  unlinkLicense: graphql(`
    mutation NextUnlink($input: UnlinkLicenseInput!) {
      payload: unlinkLicense(input: $input) {
        errors {
          code
          message
        }
      }
    }
  `),
  startDatabase: graphql(`
    mutation NextStart($input: StartDatabaseInput!) {
      payload: startDatabase(input: $input) {
        errors {
          code
          message
        }
      }
    }
  `),
  orderLicenses: graphql(`
    mutation NextOrder($input: OrderLicensesInput!) {
      payload: orderLicenses(input: $input) {
        errors {
          code
          message
        }
      }
    }
  `),
  orderRenewal: graphql(`
    mutation NextRenewal($input: OrderRenewalInput!) {
      payload: orderRenewal(input: $input) {
        errors {
          code
          message
        }
      }
    }
  `),
  retryParkedEvents: graphql(`
    mutation NextRetry($input: RetryParkedEventsInput!) {
      payload: retryParkedEvents(input: $input) {
        errors {
          code
          message
        }
      }
    }
  `),
  openSupportCase: OPEN_CASE,
};
