import { Logger } from '@aws-lambda-powertools/logger';

/** The one logger: structured lines, service name and level from the environment that Powertools documents. */
export const logger = new Logger();
