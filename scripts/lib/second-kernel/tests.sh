# `scripts/second-kernel test`: the root tests on the second kernel, and the table of both. Sourced; expects
# scripts/lib/setup.sh.
# shellcheck shell=bash

tested_modules=(nodes san-emulator topology)

test_both_kernels() { # CLASS...
  local out=${mignet_root:?}/target/second-kernel result=0
  install_missing javac mvn iptables-restore dumpcap tshark ps ethtool
  rm -rf "$out"
  mkdir -p "$out"
  build_tests "$out"
  in_second_kernel scripts/lib/second-kernel/run-tests "$out" "$@" || result=$?
  results_table "$out" | tee "$out/table.txt"
  say "this table is in $out/table.txt"
  return "$result"
}

# Classes are compiled here, where that is quick, and each module's class path is written down.
build_tests() { # FOLDER
  local modules version
  modules=$(IFS=,; echo "${tested_modules[*]}")
  version=$(sed -n 's|.*<junit.version>\(.*\)</junit.version>.*|\1|p' "$mignet_root/pom.xml")
  say "building the tests"
  maven -q -Dstyle.color=never -DskipTests -Dspotless.check.skip=true -pl "$modules" -am package dependency:build-classpath \
    -Dmdep.outputFile=target/test-classpath -Dmdep.includeScope=test
  maven -q -Dstyle.color=never -N dependency:copy -DoutputDirectory="$1" \
    "-Dartifact=org.junit.platform:junit-platform-console-standalone:$version"
}

# One line a class: what of it passed on this kernel, by the reports of scripts/test, and on the second; then the reasons
# of what was skipped and failed there.
results_table() { # FOLDER
  local here second module
  here=$(uname -r) second=$(cat "$1/release" 2>/dev/null || echo "second kernel")
  {
    for module in "${tested_modules[@]}"; do
      test_results here "$mignet_root/$module"/target/failsafe-reports/TEST-*.xml
      test_results second "$1/$module"/TEST-*.xml
    done
  } | awk -F '\t' -v here="$here" -v second="$second" -f "$mignet_root/scripts/lib/second-kernel/table.awk"
}

# Prints kernel, class, test, outcome and reason of each test, with tabs between.
test_results() { # KERNEL REPORT...
  local kernel=$1 report
  shift
  for report; do
    [ ! -e "$report" ] || awk -v kernel="$kernel" -f "$mignet_root/scripts/lib/second-kernel/report.awk" "$report"
  done
}
