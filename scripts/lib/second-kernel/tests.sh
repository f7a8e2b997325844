# `scripts/second-kernel test`: the root tests on the second kernel, and the table of both. Sourced; expects
# scripts/lib/setup.sh.
# shellcheck shell=bash

tested_modules=(nodes san-emulator topology)

test_both_kernels() { # CLASS...
  local out=${mignet_root:?}/target/second-kernel result=0
  install_missing javac mvn iptables-restore dumpcap tshark ps ethtool
  [[ " ${tested_modules[*]} " != *" apache-fixtures "* ]] || install_missing apache curl wrk
  mkdir -p "$out"
  rm -rf "${out:?}"/*/ "$out"/{release,table.txt}
  if ! tests_are_built "$out"; then build_tests "$out"; fi
  in_second_kernel scripts/lib/second-kernel/run-tests "$out" "$(IFS=,; echo "${tested_modules[*]}")" "$@" || result=$?
  results_table "$out" | tee "$out/table.txt"
  say "this table is in $out/table.txt"
  return "$result"
}

# Whether nothing of what build_tests makes is older than what it is made of.
tests_are_built() { # FOLDER
  local jar
  [ "$(cat "$1/built" 2>/dev/null)" = "${tested_modules[*]}" ] || return
  [ -z "$(find "$mignet_root"/pom.xml "$mignet_root"/*/pom.xml "$mignet_root"/*/src -newer "$1/built" -print -quit)" ] || return
  cat "$1"/*.class-path | tr : '\n' | while read -r jar; do [ "$1/built" -nt "$jar" ] && [ -e "$jar" ] || return; done
}

# Classes are compiled here, where that is quick, and made into jars and an archive a module, which many a Java is to
# start from.
build_tests() { # FOLDER
  local modules version module
  modules=$(IFS=,; echo "${tested_modules[*]}")
  version=$(sed -n 's|.*<junit.version>\(.*\)</junit.version>.*|\1|p' "$mignet_root/pom.xml")
  rm -f "${1:?}"/*
  say "building the tests"
  maven -q -Dstyle.color=never -DskipTests -Dspotless.check.skip=true -pl "$modules" -am package dependency:build-classpath \
    -Dmdep.outputFile=target/test-classpath -Dmdep.includeScope=test
  maven -q -Dstyle.color=never -N dependency:copy -DoutputDirectory="$1" \
    "-Dartifact=org.junit.platform:junit-platform-console-standalone:$version"
  for module in "${tested_modules[@]}"; do make_startable "$1" "$module"; done
  echo "${tested_modules[*]}" >"$1/built"
}

make_startable() { # FOLDER MODULE
  local work
  find_java_home javac
  "$java_home/bin/jar" --create --file "$1/$2-tests.jar" -C "$mignet_root/$2/target/test-classes" .
  class_path "$1" "$2" >"$1/$2.class-path"
  work=$(mktemp -d)
  what_loads "$work" "$(<"$1/$2.class-path")" org.junit.platform.console.ConsoleLauncher discover \
    --scan-classpath "$1/$2-tests.jar" >"$work/log" 2>&1
  case $2 in
    topology | apache-fixtures)
      what_loads "$work" "$(<"$1/$2.class-path")" dev.mignet.topology.cli.Main plan \
        -t "$mignet_root/topology/examples/three-back-ends.mignet.yaml" >>"$work/log" 2>&1
      ;;
  esac
  dump_class_archive "$mignet_root" "$work" "$(<"$1/$2.class-path")" "$1/$2.jsa"
  rm -rf "$work"
}

what_loads() { # WORK-FOLDER CLASS-PATH MAIN-CLASS ARGUMENT...
  find_java_home java
  "$java_home/bin/java" "-XX:DumpLoadedClassList=$1/$3.loaded" -cp "$2" "${@:3}" || true
}

# What Maven runs a module's tests with, as jars: what another module's tests bring along for a lab, such as a service
# that is called apache, must not be found. Without JUnit's own jars: the launcher has them in it.
class_path() { # FOLDER MODULE
  {
    printf '%s\n' "$1"/junit-*.jar "$1/$2-tests.jar"
    find "$mignet_root/$2/target" -name "$2-*[!s].jar"
    tr : '\n' <"$mignet_root/$2/target/test-classpath"
    echo
  } | grep -v '^$\|/org/junit/' | paste -s -d :
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
