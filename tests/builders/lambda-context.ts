import type { Context } from 'aws-lambda';

/** A Lambda invocation context, without the three deprecated callbacks. */
export const lambdaContext = {
  awsRequestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
  functionName: 'step',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:step',
  memoryLimitInMB: '256',
  logGroupName: '/aws/lambda/step',
  logStreamName: '2026/11/23/[$LATEST]1',
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => 30_000,
} as Context;
