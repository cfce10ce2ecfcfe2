// The import law: what may know what. CONTRIBUTING.md says why in words; `npm run check:imports` holds everyone to it.
const SERVICE = '^(functions|shared|events)/';
const LOCAL_AWS = '^packages/local-aws/';
const OURS = '^(functions|shared|events|workflows|infrastructure|terminal|cli|packages|demo|bench|scripts|tests)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two modules that import each other are one module in two files: move what both need into a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-is-pure',
      comment:
        'shared/domain decides and never acts: it may import zod, its own files, and the two pure modules of Node.',
      severity: 'error',
      from: { path: '^shared/domain/' },
      to: { pathNot: ['^shared/domain/', 'node_modules/zod/', '^(node:)?(crypto|url)$'] },
    },
    {
      name: 'only-adapters-know-the-sdk',
      comment:
        'AWS is called in shared/aws, and for the command line in cli/aws, so that its errors become ours in one place.',
      severity: 'error',
      from: { path: '^(functions|shared|events|terminal|cli)/', pathNot: '^(shared|cli)/aws/' },
      to: { path: 'node_modules/@(aws-sdk|smithy)/' },
    },
    {
      name: 'steps-do-not-know-each-other',
      comment: "Order is the workflow's business: what two steps share belongs in shared/.",
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^functions/' },
    },
    {
      name: 'shared-does-not-know-the-steps',
      comment: 'functions/ uses shared/ and events/, never the other way round.',
      severity: 'error',
      from: { path: '^(shared|events)/' },
      to: { path: '^functions/' },
    },
    {
      name: 'workflows-are-order',
      comment: 'A workflow names steps, errors and verdicts by their types. What a step does is not for it to know.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { pathNot: ['^workflows/', '^shared/(errors|steps)[.]ts$', '^shared/domain/'] },
    },
    {
      name: 'workflows-are-deployed-not-imported',
      comment: 'What runs does not know its order: the template has it, and scripts and tests look at it.',
      severity: 'error',
      from: { path: '^(functions|shared|events|terminal|cli|packages|demo|bench)/' },
      to: { path: '^workflows/' },
    },
    {
      name: 'shared-does-not-know-the-events',
      comment: 'The contracts are made of the domain. What reads or publishes an event is in events/ or in a step.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^events/' },
    },
    {
      name: 'ports-are-promises',
      comment: 'A port says what the service asks of the world; how AWS answers is known to shared/aws alone.',
      severity: 'error',
      from: { path: '^shared/ports/' },
      to: { pathNot: ['^shared/(ports|domain)/', 'node_modules/zod/'] },
    },
    {
      name: 'service-does-not-know-the-local-cloud',
      comment:
        'The service runs on AWS; the local cloud imitates AWS. They meet over the wire and in the packaged template.',
      severity: 'error',
      from: { path: SERVICE },
      to: { path: '^(packages|demo|bench|scripts)/' },
    },
    {
      name: 'service-does-not-know-the-command-line',
      comment: 'The command line uses what the steps are made of; nothing that is deployed needs a terminal.',
      severity: 'error',
      from: { path: SERVICE },
      to: { path: '^(cli|terminal|infrastructure)/' },
    },
    {
      name: 'command-line-is-a-client',
      comment:
        'It meets the steps on the bus and in their executions, and the local cloud over the wire, as anybody does.',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: '^(functions|packages|demo|scripts)/' },
    },
    {
      name: 'commands-do-not-know-each-other',
      comment: 'A command is one file: what two commands share belongs in another room of cli/.',
      severity: 'error',
      from: { path: '^cli/commands/' },
      to: { path: '^cli/commands/' },
    },
    {
      name: 'terminal-is-words',
      comment: 'What the demonstrations and the command line both write to a terminal: it may know neither of them.',
      severity: 'error',
      from: { path: '^terminal/' },
      to: { pathNot: ['^terminal/', 'node_modules/zod/', '^(node:)?util$'] },
    },
    {
      name: 'local-cloud-stands-alone',
      comment: 'A cloud that knows its guest proves nothing about it: the package imports nothing of this repository.',
      severity: 'error',
      from: { path: LOCAL_AWS },
      to: { pathNot: [LOCAL_AWS, 'node_modules/'], dependencyTypesNot: ['core'] },
    },
    {
      name: 'local-aws-by-its-name',
      comment: 'Others import what its package.json exports, as if it came from a registry.',
      severity: 'error',
      from: { pathNot: LOCAL_AWS },
      to: { path: LOCAL_AWS, dependencyTypesNot: ['aliased-workspace'] },
    },
    {
      name: 'demonstrations-use-the-package',
      comment: 'They see the service as AWS does: its packaged template, its events and what it answers.',
      severity: 'error',
      from: { path: '^(demo|bench)/' },
      to: { path: '^(functions|shared|events|cli)/' },
    },
    {
      name: 'only-tests-know-tests',
      comment: 'Nothing that runs outside jest may need what was made for a test.',
      severity: 'error',
      from: { pathNot: '^(packages/local-aws/tests|tests)/' },
      to: { path: '^(packages/local-aws/tests|tests)/' },
    },
    {
      name: 'infrastructure-describes',
      comment: 'The template is made of names and rules: the event contracts and shared/domain, and nothing that acts.',
      severity: 'error',
      from: { path: '^infrastructure/', pathNot: '[.]cjs$' },
      to: { pathNot: ['^(infrastructure|events|shared/domain)/'] },
    },
    {
      name: 'no-unresolved',
      comment: 'An import that leads nowhere escapes every rule above.',
      severity: 'error',
      from: { path: OURS },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'A package that another one happens to bring can vanish with its next version: name it in package.json.',
      severity: 'error',
      from: { path: OURS },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'dependencies-only-in-what-ships',
      comment:
        'Functions are bundled with their dependencies, and the package of the command line installs its own. ' +
        'devDependencies are for what stays in a checkout, such as the JavaScript with which serverless.yml reads the ' +
        'event contracts, and tsx, with which the bin runs the sources of a checkout.',
      severity: 'error',
      from: {
        path: '^(functions|shared|events|terminal|cli)/',
        pathNot: ['^(functions|shared|events)/.*[.]cjs$', '^cli/acm-autopilot[.]mjs$'],
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'types'] },
  },
};
