import { validationError, type Template, type TemplateResource, type TemplateValue } from './template';

/**
 * The resources, each after everything that it refers to or names in `DependsOn`.
 *
 * @param isTrue evaluates a condition of the template by name
 */
export function creationOrder(resources: Template['Resources'], isTrue: (condition: string) => boolean): string[] {
  const order: string[] = [];
  const path: string[] = [];
  const visit = (logicalId: string) => {
    const resource = resources[logicalId];
    if (!resource || order.includes(logicalId)) return;
    if (path.includes(logicalId)) {
      const cycle = [...path.slice(path.indexOf(logicalId)), logicalId].join(' -> ');
      throw validationError(`Circular dependency between resources: ${cycle}`);
    }
    path.push(logicalId);
    for (const dependency of dependenciesOf(resource, isTrue)) visit(dependency);
    path.pop();
    order.push(logicalId);
  };
  Object.keys(resources).forEach(visit);
  return order;
}

function dependenciesOf(resource: TemplateResource, isTrue: (condition: string) => boolean): Set<string> {
  return new Set([...[resource.DependsOn ?? []].flat(), ...references(resource.Properties, isTrue)]);
}

/** The names that a value refers to; in an `Fn::If`, only those of the branch taken. */
function references(value: TemplateValue, isTrue: (condition: string) => boolean): string[] {
  if (Array.isArray(value)) return value.flatMap((item: TemplateValue) => references(item, isTrue));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, argument]) => {
    const [first, second, third] = Array.isArray(argument) ? (argument as readonly TemplateValue[]) : [argument];
    const name = typeof first === 'string' ? first : '';
    switch (key) {
      case 'Ref':
        return [name];
      case 'Fn::GetAtt':
        return [name.split('.')[0] ?? ''];
      case 'Fn::Sub':
        return [...substituted(name, second), ...references(second, isTrue)];
      case 'Fn::If':
        return references(isTrue(name) ? second : third, isTrue);
      default:
        return references(argument, isTrue);
    }
  });
}

function substituted(template: string, variables: TemplateValue): string[] {
  const own = typeof variables === 'object' && variables !== null ? Object.keys(variables) : [];
  return [...template.matchAll(/\$\{([^!}][^}]*)\}/g)]
    .map(([, name = '']) => name.trim())
    .filter((name) => !own.includes(name))
    .map((name) => name.split('.')[0] ?? '');
}
