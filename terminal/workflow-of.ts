/** The workflow of an execution or a state machine, such as `secure-domain`: the last part of its name, after that of the stack. */
export const workflowOf = (arn: string): string => (arn.split(':')[6] ?? '').replace(/^.*-(\w+-\w+|sweep)$/, '$1');
