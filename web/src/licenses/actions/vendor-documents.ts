import { graphql } from '../../gql/index.ts';

export const WITHDRAW = graphql(`
  mutation WithdrawLicense($input: WithdrawLicenseInput!) {
    withdrawLicense(input: $input) {
      errors {
        code
        message
      }
    }
  }
`);

export const RELEASE = graphql(`
  mutation ReleaseLicense($input: ReleaseLicenseInput!) {
    releaseLicense(input: $input) {
      errors {
        code
        message
      }
    }
  }
`);

export const REPLACE = graphql(`
  mutation ReplaceLicense($input: ReplaceLicenseInput!) {
    replaceLicense(input: $input) {
      issued {
        code
        licenseId
      }
      errors {
        code
        message
      }
    }
  }
`);
