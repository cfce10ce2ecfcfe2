/** Looks at executions. */
export interface Executions {
  /** Undefined when Step Functions does not know it: it has just begun, or ended more than 90 days ago. */
  stateOf(executionArn: string): Promise<'running' | 'ended' | undefined>;
}

/** Starts a workflow. */
export interface Starter {
  /**
   * Starts an execution; a name that was used already starts nothing, so that a repeated event is harmless.
   *
   * @param name at most 80 letters, digits, hyphens and underscores
   */
  start(name: string, input: object): Promise<void>;
}
