type Tags = Readonly<Record<string, string>>;

/** Tags whose key says who manages a resource, and whose value which one of theirs it is. */
const BY_KEY: readonly (readonly [key: RegExp, manager: string])[] = [
  [/^elbv2\.k8s\.aws\/cluster$/, 'the AWS Load Balancer Controller of the cluster'],
  [/^ingress\.k8s\.aws\/stack$/, 'the Kubernetes ingress'],
  [/^service\.k8s\.aws\/stack$/, 'the Kubernetes service'],
  [/^gateway\.k8s\.aws\.alb\/stack$/, 'the Kubernetes gateway'],
  [/^aws:cloudformation:stack-name$/, 'the CloudFormation stack'],
  [/^elasticbeanstalk:environment-name$/, 'the Elastic Beanstalk environment'],
  [/^pulumi:project$/i, 'the Pulumi project'],
  [/^crossplane-name$/, 'the Crossplane resource'],
  [/^services\.k8s\.aws\/namespace$/, 'AWS Controllers for Kubernetes in the namespace'],
  [
    /^(terraform|opentofu|tofu)([-_:. ]?(workspace|module|stack|state|project|repo|path|root))?$/i,
    'Terraform or OpenTofu',
  ],
];

/** Keys under which teams note by what a resource is managed. */
const MANAGED_BY = /^(managed|created|provisioned|deployed)[-_:. ]?(by|with)$/i;

/** Who manages a load balancer or listener, as far as its tags say so; each with the tag. */
export function listenerManagers(tags: Tags): string[] {
  const managers = Object.entries(tags).flatMap(([key, value]) => {
    if (value === '' || /^(false|no|none|manual(ly)?)$/i.test(value)) return [];
    if (MANAGED_BY.test(key)) return [`${value} (tag ${key})`];
    const known = BY_KEY.find(([pattern]) => pattern.test(key));
    return known ? [`${known[1]} (tag ${key} = ${value})`] : [];
  });
  return managers.sort();
}
