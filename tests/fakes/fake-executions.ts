import type { Executions, ExecutionStarter } from '../../shared/ports/executions';
import type { Journal } from './journal';

/** Executions in memory: each name starts once. */
export function fakeExecutions(journal: Journal) {
  const started: { readonly name: string; readonly input: object }[] = [];
  const running = new Set<string>();
  const ended = new Set<string>();
  const ports: Executions & ExecutionStarter = {
    async start(name, input) {
      journal.change(`executions.start ${name}`);
      if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) throw new Error(`InvalidName: ${name}`);
      if (!started.some((each) => each.name === name)) started.push({ name, input });
    },
    async getStatus(executionArn) {
      journal.read(`executions.getStatus ${executionArn}`);
      if (running.has(executionArn)) return 'running';
      return ended.has(executionArn) ? 'ended' : undefined;
    },
  };
  return { ...ports, started, running, ended };
}
