/** The executions of the deployment. */
export interface Executions {
  /** Undefined when Step Functions does not list it: it has just started, or ended more than 90 days ago. */
  getStatus(executionArn: string): Promise<'running' | 'ended' | undefined>;
}

/** Starts executions of one state machine. */
export interface ExecutionStarter {
  /**
   * Starts an execution; does nothing when the name is taken, so that a duplicate event is harmless.
   *
   * @param name at most 80 letters, digits, hyphens and underscores
   */
  start(name: string, input: object): Promise<void>;
}
