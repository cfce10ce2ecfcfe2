// Runs the hook of the plugin's command create-cert as Serverless does, once, and prints how long it ran. The plugin takes
// the AWS SDK (version 2) from Serverless's provider, so that the endpoint is the provider's configuration.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

// None of the project's packages: they are looked up where the bench has installed them.
const AWS = require(join(process.env.NODE_PATH, 'aws-sdk'));
const CreateCertificatePlugin = require(join(process.env.NODE_PATH, 'serverless-certificate-creator'));

AWS.config.update({ endpoint: process.env.AWS_ENDPOINT_URL, region: process.env.AWS_REGION });
const serverless = {
  cli: { log: console.log, consoleLog: console.log },
  service: { custom: { customCertificate: JSON.parse(readFileSync(0, 'utf8')) } },
  providers: { aws: { sdk: AWS, getCredentials: () => ({}) } },
};
const plugin = new CreateCertificatePlugin(serverless, {});
const startedAt = performance.now();
plugin.hooks['create-cert:create']().then(() => console.log(`\nRAN ${performance.now() - startedAt}`));
