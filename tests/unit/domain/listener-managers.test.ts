import { listenerManagers } from '../../../shared/domain/target/listener-managers';

it.each<[Record<string, string>, string[]]>([
  [
    { 'elbv2.k8s.aws/cluster': 'prod', 'ingress.k8s.aws/stack': 'shop/web', 'ingress.k8s.aws/resource': '443' },
    [
      'the AWS Load Balancer Controller of the cluster (tag elbv2.k8s.aws/cluster = prod)',
      'the Kubernetes ingress (tag ingress.k8s.aws/stack = shop/web)',
    ],
  ],
  [
    { 'aws:cloudformation:stack-name': 'network', 'aws:cloudformation:stack-id': 'arn:x' },
    ['the CloudFormation stack (tag aws:cloudformation:stack-name = network)'],
  ],
  [{ ManagedBy: 'terraform' }, ['terraform (tag ManagedBy)']],
  [{ 'managed-by': 'OpenTofu' }, ['OpenTofu (tag managed-by)']],
  [{ managed_by: 'pulumi' }, ['pulumi (tag managed_by)']],
  [{ 'Created By': 'cdk' }, ['cdk (tag Created By)']],
  [{ Terraform: 'true' }, ['Terraform or OpenTofu (tag Terraform = true)']],
  [{ 'terraform:workspace': 'prod' }, ['Terraform or OpenTofu (tag terraform:workspace = prod)']],
  [{ 'pulumi:project': 'shop' }, ['the Pulumi project (tag pulumi:project = shop)']],
  [{ Terraform: 'false', ManagedBy: 'manually', Name: 'web', team: 'shop', Owner: 'terraform' }, []],
  [{}, []],
])('by the tags %j, %j manage a listener', (tags, managers) => {
  expect(listenerManagers(tags)).toEqual(managers);
});
