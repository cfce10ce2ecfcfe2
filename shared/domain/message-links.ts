import type { Message } from './message';

/** Where a reader finds out more: the execution in the console, and the runbook's section, as a link if it is known where it is published. */
export function messageLinks({ executionArn, name }: Message, runbookUrl: string): readonly string[] {
  const region = executionArn.split(':')[3] ?? '';
  const executions = `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details`;
  const runbook = runbookUrl === '' ? `docs/runbook.md, "${name}"` : `${runbookUrl}#${anchorOf(name)}`;
  return [`Execution: ${executions}/${executionArn}`, `Runbook: ${runbook}`];
}

/** A heading's anchor as GitHub and GitLab make it. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
