import { actionable, publicMessage } from '@sluice/api'
import { StoreError } from '@sluice/store'
import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'

/** Answers in the form that the caller reads: tRPC's envelope under `/trpc`, `{ code, message }` elsewhere. */
export function errorAnswerer(place: string) {
  return (thrown: FastifyError | TRPCError | StoreError, request: FastifyRequest, reply: FastifyReply): void => {
    const error = toTrpc(thrown, place)
    const status = getHTTPStatusCodeFromError(error)
    if (status >= 500) request.log.error({ err: error.cause ?? error }, 'request failed')
    const message = publicMessage(error, request.id)
    const { code } = error
    void reply
      .status(status)
      .header('cache-control', 'no-store')
      .send(
        request.url.startsWith('/trpc/')
          ? { error: { message, code: TRPC_ERROR_CODES_BY_KEY[code], data: { code, httpStatus: status } } }
          : { message, code },
      )
  }
}

function toTrpc(thrown: FastifyError | TRPCError | StoreError, place: string): TRPCError {
  if (thrown instanceof TRPCError) return thrown
  return thrown instanceof StoreError ? actionable(thrown, place) : fromFastify(thrown)
}

const codes: Readonly<Record<number, TRPCError['code']>> = {
  400: 'BAD_REQUEST',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_SUPPORTED',
  408: 'TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
}

/** Fastify's and its plugins' errors carry a status; below 500 their words are about the request. */
function fromFastify(error: FastifyError): TRPCError {
  const status = error.statusCode ?? 500
  const code = codes[status] ?? (status >= 400 && status < 500 ? 'BAD_REQUEST' : undefined)
  if (code === undefined) return new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: 'Unforeseen.', cause: error })
  if (code === 'UNSUPPORTED_MEDIA_TYPE')
    return new TRPCError({ code, message: 'Send JSON, with the header "Content-Type: application/json".' })
  return new TRPCError({ code, message: error.message })
}
