import { Logger } from '@aws-lambda-powertools/logger';

/** Whoever holds a task token may answer the task: it is no line's business. */
const withoutTokens = (key: string, value: unknown) => (key === 'taskToken' ? '(not logged)' : value);

/** The one logger: structured lines, service name and level from the environment that Powertools documents; no task tokens. */
export const logger = new Logger({ jsonReplacerFn: withoutTokens });
