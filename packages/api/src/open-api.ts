import { generateOpenApiDocument, type OpenAPIObject } from 'trpc-to-openapi'
import { appRouter } from './router.ts'

/** Answers the plain HTTP face's requests, in Fastify. */
export { fastifyTRPCOpenApiPlugin as restPlugin } from 'trpc-to-openapi'

/** Where the plain HTTP face stands. */
export const restPath = '/api/v1'

const description = `The same procedures that the console uses, for those who are not TypeScript.

Push an evaluation, which \`sluice check --push\` does for you; \`sluice push POLICY --evidence FILE --output evaluation.json\` writes
the body:

    curl --fail-with-body "$SLUICE_SERVER${restPath}/evaluations" \\
      --header "Authorization: Bearer $SLUICE_TOKEN" \\
      --header "Content-Type: application/json" \\
      --data-binary @evaluation.json

Answers \`{ "id": "…", "created": true, "noted": true }\`. The body may be compressed (\`Content-Encoding: gzip\`). Errors have a \`code\`
and a \`message\` that names the next step; with 503 a \`Retry-After\` header says when.`

/** The OpenAPI 3.1 document of the plain HTTP face, generated from the routers. */
export function openApiDocument(version: string): OpenAPIObject {
  return generateOpenApiDocument(appRouter, {
    title: 'Sluice',
    description,
    version,
    openApiVersion: '3.1.0',
    baseUrl: restPath,
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A token: `sluice_…`.' } },
  })
}
