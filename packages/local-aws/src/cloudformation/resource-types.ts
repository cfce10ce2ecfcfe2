import type { ResourceType } from './resource-type';
import { certificateManagerTypes } from './resources/certificatemanager';
import { cloudWatchTypes } from './resources/cloudwatch';
import { dynamoDbTypes } from './resources/dynamodb';
import { eventsTypes } from './resources/events';
import { eventSchemasTypes } from './resources/eventschemas';
import { iamTypes } from './resources/iam';
import { kmsTypes } from './resources/kms';
import { lambdaTypes } from './resources/lambda';
import { logsTypes } from './resources/logs';
import { s3Types } from './resources/s3';
import { snsTypes } from './resources/sns';
import { sqsTypes } from './resources/sqs';
import { stepFunctionsTypes } from './resources/stepfunctions';

/** Every resource type that is modelled, by its name in a template. */
export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  ...certificateManagerTypes,
  ...cloudWatchTypes,
  ...dynamoDbTypes,
  ...eventsTypes,
  ...eventSchemasTypes,
  ...iamTypes,
  ...kmsTypes,
  ...lambdaTypes,
  ...logsTypes,
  ...s3Types,
  ...snsTypes,
  ...sqsTypes,
  ...stepFunctionsTypes,
};
