import { LogOut } from 'lucide-react'
import { signOut } from '../api/sign-in.ts'
import { IconButton, Tooltip } from '../components/index.ts'

/** Ends the session; the page is loaded anew, so that nothing fetched stays in memory. */
export function SignOut({ actor }: { readonly actor: string }) {
  const leave = () => signOut().finally(() => window.location.assign('/sign-in'))
  return (
    <Tooltip text={`Sign out ${actor}`} side="bottom" align="end">
      <IconButton label={`Sign out ${actor}`} onClick={leave}>
        <LogOut size={16} aria-hidden />
      </IconButton>
    </Tooltip>
  )
}
