import type { DeploymentOptions } from '../aws-environment';

/** A word as it is typed in a shell, quoted if needed. */
export const quoted = (text: string): string =>
  /^[\w.,:/=@+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The options with which a suggested command reaches the same deployment, such as ` --stage prod`. */
export const deploymentArgs = ({ stage, region, profile, local }: DeploymentOptions): string =>
  [
    stage === 'dev' ? '' : ` --stage ${stage}`,
    region === undefined ? '' : ` --region ${region}`,
    profile === undefined ? '' : ` --profile ${quoted(profile)}`,
    local ? ' --local' : '',
  ].join('');
