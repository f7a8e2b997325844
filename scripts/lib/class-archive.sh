# Makes the archive of loaded classes (AppCDS) that spares a command or daemon a third of its start: a JVM maps it
# in place of reading, checking and linking some 3,000 classes. Sourced by setup.sh.
# Static, because a dynamic archive leaves out the class files of old versions that picocli has.
# shellcheck shell=bash

# Best effort: without an archive, or with one that does not fit, everything works and starts slower. It belongs to the
# jars as they are now, so it is made last of all.
make_class_archive() { # REPOSITORY
  local distribution=$1/apache-fixtures/target/mignet work
  work=$(mktemp -d) || return 0
  rm -f "$distribution/classes.jsa"
  bring_lab_up_and_down "$1" "$work" >"$work/lab.log" 2>&1 || true
  dump_class_archive "$1" "$work" "$distribution/lib/*" "$distribution/classes.jsa"
  rm -rf "$work"
}

# Makes the archive of Mignet's own classes and of those that lists in the folder, *.loaded, have.
dump_class_archive() { # REPOSITORY WORK-FOLDER CLASS-PATH ARCHIVE
  find_java_home java || return 0
  # Class by class in the order of loading. What has a source came by a class loader of its own and cannot be kept.
  {
    sed 's/ id: [0-9]*$//' "$2"/*.loaded
    find "$1"/*/target/classes -name '*.class' -printf '%P\n' | sed 's/\.class$//; /-info$/d'
  } | awk '!/^#/ && !/source:/ && !seen[$0]++' >"$2/classes"
  # With the collector and the heap of scripts/mignet: objects made for another heap are patched at each start, for 8 ms.
  if "$java_home/bin/java" -Xshare:dump -XX:+UseG1GC -Xmx256m "-XX:SharedClassListFile=$2/classes" \
    "-XX:SharedArchiveFile=$2/classes.jsa" -cp "$3" >"$2/dump.log" 2>&1; then
    mv "$2/classes.jsa" "$4"
  fi
}

# Has every JVM of a lab, from its rise to its fall, list what it loads, and those of a lab that has what the first one
# has not: networks, IPv6, no processes. Needs root and what `mignet doctor` asks for; where a lab cannot come up, what was
# loaded until then counts.
bring_lab_up_and_down() ( # REPOSITORY WORK-FOLDER
  lab=archive-$$
  sed "s/^name: .*/name: $lab/; s/\[apache\]/[embedded]/" "$1/topology/examples/three-back-ends.mignet.yaml" \
    >"$2/lab.mignet.yaml"
  export JAVA_TOOL_OPTIONS="-XX:DumpLoadedClassList=$2/%p.loaded"
  trap '"$1/scripts/mignet" down --lab "$lab"' EXIT
  "$1/scripts/mignet" up -t "$2/lab.mignet.yaml"
  "$1/scripts/mignet" status --lab "$lab"
  "$1/scripts/mignet" connections --lab "$lab"
  "$1/scripts/mignet" down -t "$2/lab.mignet.yaml"
  "$1/scripts/mignet" up -t "$1/topology/examples/dual-stack.mignet.yaml" --lab "$lab"
)
