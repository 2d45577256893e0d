import { serveJobs } from '@sluice/gates'

serveJobs()
