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
  query Licenses($accountId: ID!, $where: LicenseWhere, $orderBy: [LicenseSort!], $asOf: AsOf, $first: Int!) {
    licenses(accountId: $accountId, where: $where, orderBy: $orderBy, asOf: $asOf, first: $first) {
      totalCount
      position
      pageInfo {
        startCursor
        endCursor
      }
      nodes {
        id
        ...LicenseRow
      }
    }
  }
`);

/** Another page of the same list, at the moment of the cursor: counted once, and from there never again. */
export const LICENSES_BESIDE = graphql(`
  query LicensesBeside(
    $accountId: ID!
    $where: LicenseWhere
    $orderBy: [LicenseSort!]
    $asOf: AsOf
    $first: Int
    $after: String
    $last: Int
    $before: String
    $offset: Int
  ) {
    licenses(
      accountId: $accountId
      where: $where
      orderBy: $orderBy
      asOf: $asOf
      first: $first
      after: $after
      last: $last
      before: $before
      offset: $offset
    ) {
      pageInfo {
        startCursor
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
