/**
 * Every address of the console. A new page is
 *
 * 1. a folder `pages/<name>` whose `index.ts` exports the page and nothing else; it builds on `components` (`Stack`,
 *    `Panel`, `Table`, `Rows`, the states) and `charts` (`Chart` with marks and a `Crosshair`), and takes its words from
 *    `wording`;
 * 2. a route below, lazy, under the noun that it belongs to, with what its address may say in `route-search.ts` (every
 *    choice of the reader is part of the address; what moves too often goes through `useSettled`);
 * 3. a link in its layout (`evaluation-layout.tsx`, `model-layout.tsx`);
 * 4. an entry in `tools/e2e/pages.ts`, by which it is driven at both widths, light and dark, and photographed.
 */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { queryClient, sessionKept } from './api/query-client.ts'
import { trpc } from './api/trpc.ts'
import { PageFailed, PagePending } from './components/index.ts'
import { ModelsPage } from './pages/models/index.ts'
import { firstPageOf } from './pages/page-size.ts'
import {
  calibrationSearch,
  curvesSearch,
  evaluationSearch,
  goldenSearch,
  modelSearch,
  policySearch,
  signInSearch,
  slicesSearch,
  stressSearch,
  variantsSearch,
  whatIfSearch,
} from './route-search.ts'
import { AppShell } from './shell/index.ts'

const root = createRootRoute({
  component: AppShell,
  notFoundComponent: lazyRouteComponent(() => import('./pages/not-found/index.ts'), 'NotFoundPage'),
})

/**
 * Begins to fetch; the page itself says how it waits and what went wrong. The session goes along in the same request:
 * where nobody is signed in, that one answer says so, and the browser has no refusal to log.
 */
const begin = (...fetches: readonly Promise<unknown>[]) =>
  void Promise.allSettled([
    ...fetches,
    queryClient.prefetchQuery(trpc.session.get.queryOptions(undefined, sessionKept)),
  ])

const models = createRoute({
  getParentRoute: () => root,
  path: '/',
  loader: () => begin(queryClient.prefetchInfiniteQuery(trpc.models.list.infiniteQueryOptions({}, firstPageOf))),
  // Not lazy: most visits begin here, and a second request would cost them more than its few kilobytes cost others.
  component: ModelsPage,
})

const model = createRoute({
  getParentRoute: () => root,
  path: '/models/$model',
  component: lazyRouteComponent(() => import('./pages/model/index.ts'), 'ModelLayout'),
})

const modelEvaluations = createRoute({
  getParentRoute: () => model,
  path: '/',
  validateSearch: modelSearch,
  component: lazyRouteComponent(() => import('./pages/model/index.ts'), 'ModelPage'),
})

const policy = createRoute({
  getParentRoute: () => model,
  path: 'policy',
  validateSearch: policySearch,
  component: lazyRouteComponent(() => import('./pages/policy/index.ts'), 'PolicyPage'),
})

const evaluation = createRoute({
  getParentRoute: () => root,
  path: '/evaluations/$id',
  loader: ({ params: { id } }) => begin(queryClient.prefetchQuery(trpc.evaluations.get.queryOptions({ id }))),
  component: lazyRouteComponent(() => import('./pages/evaluation/index.ts'), 'EvaluationLayout'),
})

const evaluationGates = createRoute({
  getParentRoute: () => evaluation,
  path: '/',
  validateSearch: evaluationSearch,
  component: lazyRouteComponent(() => import('./pages/evaluation/index.ts'), 'EvaluationPage'),
})

const slices = createRoute({
  getParentRoute: () => evaluation,
  path: 'slices',
  validateSearch: slicesSearch,
  component: lazyRouteComponent(() => import('./pages/slices/index.ts'), 'SlicesPage'),
})

const curves = createRoute({
  getParentRoute: () => evaluation,
  path: 'curves',
  validateSearch: curvesSearch,
  component: lazyRouteComponent(() => import('./pages/curves/index.ts'), 'CurvesPage'),
})

const calibration = createRoute({
  getParentRoute: () => evaluation,
  path: 'calibration',
  validateSearch: calibrationSearch,
  component: lazyRouteComponent(() => import('./pages/calibration/index.ts'), 'CalibrationPage'),
})

const golden = createRoute({
  getParentRoute: () => evaluation,
  path: 'golden',
  validateSearch: goldenSearch,
  component: lazyRouteComponent(() => import('./pages/golden/index.ts'), 'GoldenPage'),
})

const whatIf = createRoute({
  getParentRoute: () => evaluation,
  path: 'what-if',
  validateSearch: whatIfSearch,
  component: lazyRouteComponent(() => import('./pages/what-if/index.ts'), 'WhatIfPage'),
})

const stress = createRoute({
  getParentRoute: () => evaluation,
  path: 'stress',
  validateSearch: stressSearch,
  component: lazyRouteComponent(() => import('./pages/stress/index.ts'), 'StressPage'),
})

const variants = createRoute({
  getParentRoute: () => evaluation,
  path: 'variants',
  validateSearch: variantsSearch,
  component: lazyRouteComponent(() => import('./pages/variants/index.ts'), 'VariantsPage'),
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings/index.ts'), 'SettingsLayout'),
})

const settingsStart = createRoute({
  getParentRoute: () => settings,
  path: '/',
  // Tokens are an administrator's; what everybody may read is what a reader's settings begin with.
  beforeLoad: async () => {
    const session = await queryClient.ensureQueryData(trpc.session.get.queryOptions(undefined, sessionKept))
    throw redirect({ to: session.scopes.includes('admin') ? '/settings/tokens' : '/settings/waivers', replace: true })
  },
})

const tokens = createRoute({
  getParentRoute: () => settings,
  path: 'tokens',
  component: lazyRouteComponent(() => import('./pages/settings/index.ts'), 'TokensPage'),
})

const waivers = createRoute({
  getParentRoute: () => settings,
  path: 'waivers',
  component: lazyRouteComponent(() => import('./pages/settings/index.ts'), 'WaiversPage'),
})

const audit = createRoute({
  getParentRoute: () => settings,
  path: 'audit',
  component: lazyRouteComponent(() => import('./pages/settings/index.ts'), 'AuditPage'),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('./pages/sign-in/index.ts'), 'SignInPage'),
})

const tree = root.addChildren([
  models,
  model.addChildren([modelEvaluations, policy]),
  evaluation.addChildren([evaluationGates, slices, curves, calibration, golden, stress, variants, whatIf]),
  settings.addChildren([settingsStart, tokens, waivers, audit]),
  signIn,
])

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultPendingComponent: PagePending,
  defaultErrorComponent: PageFailed,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
