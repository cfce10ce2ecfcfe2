/** A value of the template: a literal, or one of CloudFormation's intrinsic functions. */
export type Value = string | number | boolean | readonly Value[] | { readonly [name: string]: Value };

/** A resource of the template. */
export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** What the names of everything in the stack begin with; Serverless fills it in. */
export const STACK = '${self:service}-${sls:stage}';

/** What CloudFormation takes for the value of a resource (its name, or its ARN) or of a parameter. */
export const ref = (logicalId: string): Value => ({ Ref: logicalId });

/** The ARN of a resource whose `Ref` is something else. */
export const arnOf = (logicalId: string): Value => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** A text with `${…}` of logical ids, parameters and pseudo parameters. */
export const sub = (text: string): Value => ({ 'Fn::Sub': text });

/** Texts joined into one; the list may itself be a parameter. */
export const join = (delimiter: string, texts: Value): Value => ({ 'Fn::Join': [delimiter, texts] });

/** A list from a text, for what CloudFormation knows only as a text until it deploys. */
export const split = (delimiter: string, text: Value): Value => ({ 'Fn::Split': [delimiter, text] });

/** As logical ids are written: `checkDomain` is `CheckDomain`. */
export const pascalCase = (name: string): string => name.replace(/^./, (first) => first.toUpperCase());

/** As files and physical names are written: `CheckDomain` is `check-domain`. */
export const kebabCase = (name: string): string => name.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
