import fastifyStatic from '@fastify/static'
import { TRPCError } from '@trpc/server'
import type { FastifyInstance, FastifyRequest } from 'fastify'

const machinePaths = /^\/(trpc|api|session|assets|metrics|healthz|readyz)(\/|$|\?)/

/**
 * Serves the built console, compressed where the browser takes it and the build wrote it: hashed files under `/assets` for a year, everything else to be asked for anew. Addresses
 * that the console itself routes get its `index.html`. Without a console nothing is found.
 */
export async function addConsoleFiles(app: FastifyInstance, folder: string | undefined): Promise<void> {
  if (folder === undefined) {
    app.setNotFoundHandler(() => {
      throw nothingThere()
    })
    return
  }
  await app.register(fastifyStatic, {
    root: folder,
    dotfiles: 'deny',
    cacheControl: false,
    // The build compresses what is worth it, better than there is time for at a request.
    preCompressed: true,
    setHeaders: (reply, path) => {
      const hashed = path.startsWith(`${folder}/assets/`)
      void reply.setHeader('vary', 'accept-encoding')
      void reply.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  app.setNotFoundHandler((request, reply) => {
    if (!isPage(request)) throw nothingThere()
    return reply.sendFile('index.html')
  })
}

function nothingThere(): TRPCError {
  return new TRPCError({ code: 'NOT_FOUND', message: 'There is nothing at this address. The console begins at /.' })
}

/** Models may have dots in their names: what a browser opens as a page is one, dots or not. */
function isPage({ method, url, headers }: FastifyRequest): boolean {
  if (method !== 'GET' || machinePaths.test(url)) return false
  const path = url.split('?', 1)[0]!
  return !path.includes('.') || (headers.accept ?? '').includes('text/html')
}
