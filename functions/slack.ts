import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { attempt } from '../lib/runtime/aws.ts';
import { answerSlack } from '../lib/runtime/aws-slack.ts';

/** Acknowledges what Slack sends and hands it on. */
export async function handler(
  request: APIGatewayProxyEventV2,
  context: Context,
): Promise<APIGatewayProxyStructuredResultV2> {
  return attempt('slack', context, () => ({ correlation: context.awsRequestId, request }), answerSlack);
}
