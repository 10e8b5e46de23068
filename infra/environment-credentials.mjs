// Lambda hands credentials over in environment variables: the other ways to find some are a quarter of a small function.
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
