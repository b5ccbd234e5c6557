import { graphql } from '../../gql/index.ts';

export const ACTIVATE = graphql(`
  mutation ActivateLicense($input: ActivateLicenseInput!) {
    activateLicense(input: $input) {
      position
      errors {
        code
        message
      }
    }
  }
`);

export const UNLINK = graphql(`
  mutation UnlinkLicense($input: UnlinkLicenseInput!) {
    unlinkLicense(input: $input) {
      position
      errors {
        code
        message
      }
    }
  }
`);

export const RENEW = graphql(`
  mutation OrderRenewal($input: OrderRenewalInput!) {
    orderRenewal(input: $input) {
      position
      errors {
        code
        message
        path
      }
      order {
        id
        items {
          error {
            message
          }
        }
      }
    }
  }
`);

export const REMOVE = graphql(`
  mutation RemoveLicense($input: RemoveLicenseFromListInput!) {
    removeLicenseFromList(input: $input) {
      position
      errors {
        code
        message
      }
    }
  }
`);

export const RESTORE = graphql(`
  mutation RestoreLicense($input: RestoreLicenseToListInput!) {
    restoreLicenseToList(input: $input) {
      position
      errors {
        code
        message
      }
    }
  }
`);

export const FREE_DEVICES = graphql(`
  query FreeDevices($accountId: ID!, $where: DeviceWhere) {
    devices(accountId: $accountId, where: $where, first: 50) {
      totalCount
      nodes {
        id
        name
        code
        database {
          id
          name
        }
      }
    }
  }
`);
