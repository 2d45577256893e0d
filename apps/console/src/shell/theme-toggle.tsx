import { Moon, Sun, SunMoon } from 'lucide-react'
import { IconButton, Tooltip } from '../components/index.ts'
import { chooseTheme, type Theme, useTheme } from '../design/theme.ts'

const following: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' }
const icons = { system: SunMoon, light: Sun, dark: Moon }
const words: Readonly<Record<Theme, string>> = {
  system: 'Theme: as the system',
  light: 'Theme: light',
  dark: 'Theme: dark',
}

/** Goes round: as the system, light, dark. */
export function ThemeToggle() {
  const theme = useTheme()
  const Icon = icons[theme]
  return (
    <Tooltip text={words[theme]} side="bottom" align="end">
      <IconButton label={words[theme]} onClick={() => chooseTheme(following[theme])}>
        <Icon size={16} aria-hidden />
      </IconButton>
    </Tooltip>
  )
}
