import { graphql } from '../gql/index.ts';

export const LICENSE_ROW = graphql(`
  fragment LicenseRow on License {
    id
    code
    kind
    status
    demo
    product {
      name
      level
    }
    term {
      perpetual
      until
      months
    }
    updatesUntil
    updatesActive
    source
    device {
      id
      name
    }
    database {
      id
      name
    }
    viewerCan {
      reveal {
        allowed
      }
    }
  }
`);

export const LICENSES = graphql(`
  query Licenses($accountId: ID!, $where: LicenseWhere, $orderBy: [LicenseSort!], $asOf: AsOf, $after: String, $first: Int!) {
    licenses(accountId: $accountId, where: $where, orderBy: $orderBy, asOf: $asOf, after: $after, first: $first) {
      totalCount
      position
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        ...LicenseRow
      }
    }
  }
`);

export const SUMMARY = graphql(`
  query LicenseSummary($accountId: ID!, $asOf: AsOf) {
    licenseSummary(accountId: $accountId, asOf: $asOf) {
      total
      byStatus {
        status
        count
      }
    }
  }
`);

export const LICENSE_CHANGED = graphql(`
  subscription LicenseChanged($accountId: ID!, $since: Position) {
    licenseChanged(accountId: $accountId, since: $since) {
      position
      removedLicenseId
      license {
        id
        ...LicenseRow
      }
    }
  }
`);

export const REVEAL = graphql(`
  mutation RevealCode($input: RevealActivationCodeInput!) {
    revealActivationCode(input: $input) {
      code
      errors {
        code
        message
      }
    }
  }
`);
