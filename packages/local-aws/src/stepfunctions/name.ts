import { AwsError } from '../aws-error';

/** The name of a machine or an execution: 1 to 80 characters, none of those that StartExecution's page lists. */
export function checkName(name = ''): string {
  const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff\ud800-\udfff]/;
  if (name.length < 1 || name.length > 80 || forbidden.test(name)) {
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  }
  return name;
}
