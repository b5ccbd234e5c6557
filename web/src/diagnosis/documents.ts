import { graphql } from '../gql/index.ts';

export const CAUSE = graphql(`
  fragment DiagnosisCause on Cause {
    code
    certainty
    title
    explanation
    missingFacts
    evidence {
      id
      ...EventLine
    }
    nextAction {
      action
      label
      mutation
      variables
      url
    }
  }
`);

export const DIAGNOSE = graphql(`
  query DiagnoseMissingLicense($input: DiagnoseMissingLicenseInput!) {
    diagnoseMissingLicense(input: $input) {
      askedAt
      listed
      position
      license {
        id
        product {
          name
        }
      }
      device {
        id
        name
      }
      causes {
        code
        ...DiagnosisCause
      }
      checks {
        code
        result
        explanation
      }
    }
  }
`);

export const RATE = graphql(`
  mutation RateDiagnosis($input: RateDiagnosisInput!) {
    rateDiagnosis(input: $input) {
      errors {
        code
        message
      }
    }
  }
`);

export const OPEN_CASE = graphql(`
  mutation OpenSupportCase($input: OpenSupportCaseInput!) {
    payload: openSupportCase(input: $input) {
      errors {
        code
        message
      }
    }
  }
`);
