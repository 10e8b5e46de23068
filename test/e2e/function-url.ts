import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

export interface FunctionUrl {
  url: string;
  close(): Promise<void>;
}

/** Bodies of these types Lambda hands on as text, all others in base64. */
const textual = /^(?:text\/|application\/(?:json|xml|javascript))/;

/**
 * A real HTTP server that hands requests to a function as a function URL does.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export async function openFunctionUrl(
  invoke: (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>,
): Promise<FunctionUrl> {
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://function');
    const bytes = Buffer.concat(await request.toArray());
    const headers = Object.fromEntries(
      Object.entries(request.headers).flatMap(([key, value]) => (value ? [[key, [value].flat().join(',')]] : [])),
    );
    const isBase64Encoded = bytes.length > 0 && !textual.test(headers['content-type'] ?? '');
    const time = new Date();
    const answer = await invoke({
      version: '2.0',
      routeKey: '$default',
      rawPath: pathname,
      rawQueryString: search.slice(1),
      headers,
      requestContext: {
        accountId: 'anonymous',
        apiId: 'function',
        domainName: headers.host ?? '',
        domainPrefix: 'function',
        http: {
          method: request.method ?? 'GET',
          path: pathname,
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: headers['user-agent'] ?? '',
        },
        requestId: 'played',
        routeKey: '$default',
        stage: '$default',
        time: time.toISOString(),
        timeEpoch: time.getTime(),
      },
      ...(bytes.length > 0 ? { body: bytes.toString(isBase64Encoded ? 'base64' : 'utf8') } : {}),
      isBase64Encoded,
    }).catch(() => ({ statusCode: 502, body: 'Internal Server Error' }));
    const { statusCode = 200, headers: answered = {}, body = '' } = answer;
    const fields = Object.entries(answered).map(([key, value]) => [key, String(value)] as const);
    response.writeHead(statusCode, Object.fromEntries(fields)).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
