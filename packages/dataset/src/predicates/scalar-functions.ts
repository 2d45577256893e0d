/**
 * The functions a predicate may call: pure functions of one row's values. Anything that reads a file, the environment, the
 * clock, a random source or other rows is left out, and so is what DuckDB may add later.
 */
export const scalarFunctions: ReadonlySet<string> = new Set(
  `
  + - * / // % ** ^ || @ & | << >> ~ ! !__postfix
  ~~ !~~ ~~* !~~* ~~~ like_escape not_like_escape ilike_escape not_ilike_escape
  regexp_full_match regexp_matches regexp_replace regexp_extract
  abs ceil ceiling floor round trunc sign sqrt cbrt pow power exp ln log log2 log10 mod greatest least nullif
  sin cos tan asin acos atan atan2 degrees radians pi even gcd lcm isnan isinf isfinite signbit xor
  lower lcase upper ucase length len strlen char_length character_length trim ltrim rtrim left right
  substr substring replace reverse translate concat concat_ws contains starts_with ends_with prefix suffix instr
  position strpos ascii chr strip_accents split_part string_split levenshtein hamming jaccard jaro_similarity
  jaro_winkler_similarity
  list_value list_contains list_has array_contains array_extract struct_extract list_extract array_length list_position
  date_part datepart date_diff datediff date_sub datesub date_trunc datetrunc date_add age timezone strftime strptime
  try_strptime make_date make_timestamp epoch epoch_ms epoch_us last_day monthname dayname
  year month day hour minute second millisecond microsecond quarter week weekday isodow dayofweek dayofmonth dayofyear
  isoyear yearweek decade century era
  to_years to_quarters to_months to_weeks to_days to_hours to_minutes to_seconds to_milliseconds to_microseconds
  `
    .trim()
    .split(/\s+/),
)
