/** What is wrong with the environment, collected: an operator sees every mistake at the first start, not one a start. */
export interface ConfigError {
  readonly variable: string;
  /** A sentence that says what was expected. Never the value of a variable that may hold a secret. */
  readonly problem: string;
}

export const describeConfigError = ({ variable, problem }: ConfigError): string => `${variable}: ${problem}`;
