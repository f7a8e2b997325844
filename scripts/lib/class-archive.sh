# Makes the archive of loaded classes (AppCDS) that spares a command or daemon a third of its start: a JVM maps it
# in place of reading, checking and linking some 3,000 classes. Sourced by setup.sh.
# Static, because a dynamic archive leaves out the class files of old versions that picocli and jnr have.
# shellcheck shell=bash

# Best effort: without an archive, or with one that does not fit, everything works and starts slower. It belongs to the
# jars as they are now, so it is made last of all.
make_class_archive() { # REPOSITORY
  local distribution=$1/apache-fixtures/target/mignet work home
  home=$(find_java_home java) && work=$(mktemp -d) || return 0
  rm -f "$distribution/classes.jsa"
  bring_lab_up_and_down "$1" "$work" >"$work/lab.log" 2>&1 || true
  # Class by class in the order of loading. What has a source came by a class loader of its own and cannot be kept.
  {
    sed 's/ id: [0-9]*$//' "$work"/*.loaded
    find "$1"/*/target/classes -name '*.class' -printf '%P\n' | sed 's/\.class$//; /-info$/d'
  } | awk '!/^#/ && !/source:/ && !seen[$0]++' >"$work/classes"
  # Commands and daemons collect garbage serially, but only a JVM with G1 writes an archive without complaint.
  if "$home/bin/java" -Xshare:dump -XX:+UseG1GC "-XX:SharedClassListFile=$work/classes" \
    "-XX:SharedArchiveFile=$work/classes.jsa" -cp "$distribution/lib/*" >"$work/dump.log" 2>&1; then
    mv "$work/classes.jsa" "$distribution/classes.jsa"
  fi
  rm -rf "$work"
}

# Has every JVM of a lab, from its rise to its fall, list what it loads. Needs root and what `mignet doctor` asks for;
# where the lab cannot come up, what was loaded until then counts.
bring_lab_up_and_down() ( # REPOSITORY WORK-FOLDER
  lab=archive-$$
  sed "s/^name: .*/name: $lab/; s/\[apache\]/[embedded]/" "$1/topology/examples/three-back-ends.mignet.yaml" \
    >"$2/lab.mignet.yaml"
  export JAVA_TOOL_OPTIONS="-XX:DumpLoadedClassList=$2/%p.loaded"
  trap '"$1/scripts/mignet" down --lab "$lab"' EXIT
  "$1/scripts/mignet" up -t "$2/lab.mignet.yaml"
  "$1/scripts/mignet" status --lab "$lab"
  "$1/scripts/mignet" connections --lab "$lab"
)
