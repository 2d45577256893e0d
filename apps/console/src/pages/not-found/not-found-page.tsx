import { Link } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import { EmptyState } from '../../components/index.ts'

/** For addresses that lead nowhere. */
export function NotFoundPage() {
  return (
    <EmptyState icon={SearchX} title="No such page" action={<Link to="/">All models</Link>}>
      <p>The address may be mistyped, or come from a newer version of Sluice.</p>
    </EmptyState>
  )
}
