import { DescribeEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { callAws, clientOptions } from '../../shared/aws/call-aws';

/** The ARN of a bus; fails when somebody has deleted it. */
export async function busArn(name: string, client = new EventBridgeClient(clientOptions)): Promise<string> {
  const { Arn = '' } = await callAws(
    `events:DescribeEventBus ${name}`,
    client.send(new DescribeEventBusCommand({ Name: name })),
  );
  return Arn;
}
