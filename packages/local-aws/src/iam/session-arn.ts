/** The ARN of a role's session, by which AWS knows whoever uses the role's credentials. */
export const sessionArn = (account: string, roleName: string, sessionName: string): string =>
  `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`;

/** The ARN of the role behind a session's ARN; undefined when it is none. */
export function sessionRoleArn(principal: string): string | undefined {
  const [, account, roleName] = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(principal) ?? [];
  return account && roleName && `arn:aws:iam::${account}:role/${roleName}`;
}
