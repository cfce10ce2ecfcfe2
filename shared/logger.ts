import { Logger } from '@aws-lambda-powertools/logger';

/** A task token lets its holder complete the task, so it is a secret. */
const redactTaskTokens = (key: string, value: unknown) => (key === 'taskToken' ? '(redacted)' : value);

/** Structured logs without task tokens; Powertools reads the service name and the level from the environment. */
export const logger = new Logger({ jsonReplacerFn: redactTaskTokens });
