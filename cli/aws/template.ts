import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import { callAws, clientOptions } from '../../shared/aws/call-aws';

const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});
/** The resources that a template describes, with their functions as they stand there. */
export type Template = z.output<typeof template>;

/** The template from which a stack was made last; Serverless writes JSON. */
export async function stackTemplate(
  stackName: string,
  client = new CloudFormationClient(clientOptions),
): Promise<Template> {
  const { TemplateBody = '' } = await callAws(
    `cloudformation:GetTemplate ${stackName}`,
    client.send(new GetTemplateCommand({ StackName: stackName, TemplateStage: 'Processed' })),
  );
  return template.parse(JSON.parse(TemplateBody));
}
