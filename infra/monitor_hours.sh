#!/bin/sh
# Looks at each hour of captures that is over and has no reports yet: the last one, and CATCH_UP hours before it.
#
# CAPTURED   the folder (or s3://) with {endpoint}/{variant}/yyyy/mm/dd/hh, as docs/capture.md writes it
# ENDPOINT   the endpoint's name there
# BASELINE   the folder of statistics.json and constraints.json
# REPORTS    a folder: reports go to REPORTS/ENDPOINT/SCHEDULE/yyyy/mm/dd/hh, and an hour that has some is not looked at again
#
# SCHEDULE, DELAY_MINUTES (so long after an hour its captures may come), CATCH_UP, MODEL_MONITOR (the program) and NOW (the
# time, in seconds since 1970) have defaults. Ends with 2 where an hour could not be looked at, which the next call does
# again; with 1 where there were violations; else with 0.
set -eu
: "${SCHEDULE:=hourly}" "${DELAY_MINUTES:=20}" "${CATCH_UP:=6}" "${MODEL_MONITOR:=model-monitor}" "${NOW:=$(date +%s)}"

# The second form is that of macOS and the BSDs.
at() { date -u -d "@$1" "+$2" 2>/dev/null || date -u -r "$1" "+$2"; }

last=$(((NOW - DELAY_MINUTES * 60) / 3600 * 3600))
worst=0
for back in $(seq 0 "$CATCH_UP"); do
  end=$((last - back * 3600))
  reports="$REPORTS/$ENDPOINT/$SCHEDULE/$(at "$end" %Y/%m/%d/%H)"
  if [ -e "$reports/constraint_violations.json" ]; then continue; fi
  code=0
  mkdir -p "$reports"
  $MODEL_MONITOR monitor "$CAPTURED" --endpoint "$ENDPOINT" --baseline "$BASELINE" --output "$reports" \
    --start "$(at $((end - 3600)) %Y-%m-%dT%H:%M:%SZ)" --end "$(at "$end" %Y-%m-%dT%H:%M:%SZ)" || code=$?
  if [ "$code" -eq 3 ]; then
    # Nothing was captured in the hour: what comes later is looked at by a later call, so reports on nothing do not stay.
    rm -f "$reports"/*.json
    rmdir "$reports" 2>/dev/null || true
  elif [ "$code" -gt "$worst" ]; then
    worst=$code
  fi
done
exit "$worst"
