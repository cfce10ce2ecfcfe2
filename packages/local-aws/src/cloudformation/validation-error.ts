import { AwsError } from '../aws-error';

/** What CloudFormation answers to a template or a parameter that it cannot accept. */
export const validationError = (message: string) => new AwsError('ValidationError', message);
